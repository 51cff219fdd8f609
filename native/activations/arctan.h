// φ(z) = arctan z, φ′ = 1/(1 + z²).
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Arctan {
  static constexpr ActivationInfo info{.name = "arctan"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return atan(z);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    return 1 / fma(z, z, 1);
  }
};

}  // namespace nabla
