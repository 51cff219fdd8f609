// φ(z) = gd(z) = 2·arctan(tanh(z/2)), φ′ = 1/cosh z = 2w/(1 + w²) with w = e^−|z|.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Gudermannian {
  static constexpr ActivationInfo info{.name = "gudermannian"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return 2 * atan(tanh(z * 0.5));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V w = exp(-abs(z));
    return 2 * w / fma(w, w, 1);
  }
};

}  // namespace nabla
