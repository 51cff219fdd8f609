// ELU with a continuous derivative: φ(z) = z for z ≥ 0, α·(e^(z/α) − 1) below; φ′ = 1 or h/α + 1.
// As in relu.h the sign bit of h tells the side. Barron, arXiv:1704.07483.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Celu {
  static constexpr ActivationInfo info{
      .name = "celu", .from_output = true, .parameter_count = 1, .parameter_names = {"alpha"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z < 0, p[0] * expm1(z / p[0]), z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>& p) {
    return select(negative(h), h / p[0] + 1, V(1));
  }
};

}  // namespace nabla
