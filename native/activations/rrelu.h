// Randomised leaky ReLU: φ(z) = z for z ≥ 0, a·z below; φ′ = 1 or a. The layer draws a for each
// unit from [lower, upper] at every training step and predicts with the mean. As in relu.h the sign
// bit of h tells the side: a ≥ 0. Xu, Wang, Chen and Li, arXiv:1505.00853.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Rrelu {
  static constexpr ActivationInfo info{.name = "rrelu",
                                       .from_output = true,
                                       .kinked = true,
                                       .unit = UnitParameter::drawn,
                                       .parameter_count = 2,
                                       .parameter_names = {"lower", "upper"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z < 0, p.unit * z, z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>& p) {
    return select(negative(h), p.unit, V(1));
  }
};

}  // namespace nabla
