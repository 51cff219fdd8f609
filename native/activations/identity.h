// φ(z) = z, φ′ = 1.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Identity {
  static constexpr ActivationInfo info{.name = "identity", .from_output = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return z;
  }

  template <class V>
  static V derivative(V, const Parameters<V>&) {
    return 1;
  }
};

}  // namespace nabla
