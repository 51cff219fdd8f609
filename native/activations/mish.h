// φ(z) = z·t, t = tanh(ln(1 + e^z)); φ′ = t + z·(1 − t)·(1 + t)·s(z), s the logistic function. With
// w = e^−|z|, t is (1 + 2w)/(1 + 2w + 2w²) for z ≥ 0 and (w² + 2w)/(w² + 2w + 2) below: neither
// overflows nor cancels. Misra, arXiv:1908.08681.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Mish {
  static constexpr ActivationInfo info{.name = "mish"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    const V bounded = max(V(-800), z), w = exp(-abs(z));
    const V numerator = select(z < 0, w * (w + 2), fma(w, 2, 1));
    return bounded * numerator / (numerator + select(z < 0, V(2), 2 * w * w));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V bounded = clamp(z, -800, 800), w = exp(-abs(bounded));
    const V numerator = select(z < 0, w * (w + 2), fma(w, 2, 1));
    const V rest = select(z < 0, V(2), 2 * w * w);
    const V t = numerator / (numerator + rest), one_minus_t = rest / (numerator + rest);
    return fma(bounded * one_minus_t * (1 + t), sigmoid(bounded), t);
  }
};

}  // namespace nabla
