// φ(z) = z/6 + ½ held to [0, 1], φ′ = 1/6 inside. Constants as in PyTorch.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct HardSigmoid {
  static constexpr ActivationInfo info{.name = "hard-sigmoid", .from_output = true, .kinked = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return clamp(fma(z, 1.0 / 6, 0.5), 0, 1);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return select((h > 0) & (h < 1), V(1.0 / 6), V(0));
  }
};

}  // namespace nabla
