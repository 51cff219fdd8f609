// ReLU with a learned slope a for each unit: φ(z) = z for z ≥ 0, a·z below; φ′ = 1 or a;
// ∂φ/∂a = min(0, z). He, Zhang, Ren and Sun, Delving Deep into Rectifiers, 2015.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Prelu {
  static constexpr ActivationInfo info{.name = "prelu",
                                       .kinked = true,
                                       .unit = UnitParameter::learned,
                                       .parameter_count = 1,
                                       .parameter_names = {"slope"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z < 0, p.unit * z, z + 0);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>& p) {
    return select(z < 0, p.unit, V(1));
  }

  /// ∂φ/∂a
  template <class V>
  static V unit_derivative(V z, const Parameters<V>&) {
    return min(V(0), z);
  }
};

}  // namespace nabla
