// φ(z) = z·(z/6 + ½ held to [0, 1]); φ′ = 0 for z ≤ −3, z/3 + ½ between, 1 for z ≥ 3.
// Howard et al., arXiv:1905.02244.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct HardSwish {
  static constexpr ActivationInfo info{.name = "hard-swish", .kinked = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return max(V(-3), z) * clamp(fma(z, 1.0 / 6, 0.5), 0, 1);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    return select(z <= -3, V(0), select(z >= 3, V(1), fma(z, 1.0 / 3, 0.5)));
  }
};

}  // namespace nabla
