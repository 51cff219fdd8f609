// φ(z) = z held to [minimum, maximum], φ′ = 1 inside and 0 outside.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct HardTanh {
  static constexpr ActivationInfo info{.name = "hard-tanh",
                                       .from_output = true,
                                       .kinked = true,
                                       .parameter_count = 2,
                                       .parameter_names = {"minimum", "maximum"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return clamp(z, p[0], p[1]);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>& p) {
    return select((h > p[0]) & (h < p[1]), V(1), V(0));
  }
};

}  // namespace nabla
