// The hyperbolic tangent: φ(z) = tanh z, φ′ = (1 − h)·(1 + h).
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Tanh {
  static constexpr ActivationInfo info{.name = "tanh", .from_output = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return tanh(z);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return (1 - h) * (1 + h);
  }
};

}  // namespace nabla
