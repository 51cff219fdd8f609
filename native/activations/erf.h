// The error function: φ(z) = erf z, φ′ = (2/√π)·e^(−z²).
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Erf {
  static constexpr ActivationInfo info{.name = "erf"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return erf(z);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    using T = typename V::Scalar;
    return 1.1283791670955125739 * exp_minus_square(z, T(1));
  }
};

}  // namespace nabla
