// Rectified linear unit: φ(z) = max(0, z), φ′ = 1 for z ≥ 0 and 0 below.
// The sign bit of h keeps the side z was on (+0 at z = ±0, −0 below), so h alone gives φ′.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Relu {
  static constexpr ActivationInfo info{.name = "relu", .from_output = true, .kinked = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return select(z < 0, V(-0.0), z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return select(negative(h), V(0), V(1));
  }
};

}  // namespace nabla
