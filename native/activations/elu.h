// Exponential linear unit: φ(z) = z for z ≥ 0, α·(e^z − 1) below; φ′ = 1 or h + α. As in relu.h the
// sign bit of h tells the side: α ≥ 0. Clevert, Unterthiner and Hochreiter, arXiv:1511.07289.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Elu {
  static constexpr ActivationInfo info{.name = "elu",
                                       .from_output = true,
                                       .kinked = true,
                                       .parameter_count = 1,
                                       .parameter_names = {"alpha"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z < 0, p[0] * expm1(z), z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>& p) {
    return select(negative(h), h + p[0], V(1));
  }
};

}  // namespace nabla
