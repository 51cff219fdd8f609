// The logistic function: φ(z) = 1/(1 + e^−z), φ′ = h·(1 − h).
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Sigmoid {
  static constexpr ActivationInfo info{.name = "sigmoid", .from_output = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return sigmoid(z);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return h * (1 - h);
  }
};

}  // namespace nabla
