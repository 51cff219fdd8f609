// SiLU or swish: φ(z) = z·s(z), φ′ = s·(1 + z·(1 − s)), s the logistic function.
// Elfwing, Uchibe and Doya, arXiv:1702.03118.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Silu {
  static constexpr ActivationInfo info{.name = "silu"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return max(V(-800), z) * sigmoid(z);  // s(−800) is 0: −inf gives −0, not NaN
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V bounded = clamp(z, -800, 800);
    const auto s = sigmoids(bounded);
    return fma(bounded * s.complement, s.value, s.value);
  }
};

}  // namespace nabla
