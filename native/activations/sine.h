// φ(z) = sin z, φ′ = cos z.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Sine {
  static constexpr ActivationInfo info{.name = "sine"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return sin(z);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    return cos(z);
  }
};

}  // namespace nabla
