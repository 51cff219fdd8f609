// φ(z) = e^(−z²), φ′ = −2z·e^(−z²).
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Gaussian {
  static constexpr ActivationInfo info{.name = "gaussian"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    using T = typename V::Scalar;
    return exp_minus_square(z, T(1));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    using T = typename V::Scalar;
    return clamp(z, -40, 40) * -2 * exp_minus_square(z, T(1));
  }
};

}  // namespace nabla
