// GELU by a tanh: φ(z) = ½·z·(1 + tanh u), u = √(2/π)·(z + 0.044715·z³), that is z·s(2u) with s the
// logistic function, which does not cancel for z ≪ 0; φ′ = s + z·s·(1 − s)·2u′. arXiv:1606.08415.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct GeluTanh {
  static constexpr ActivationInfo info{.name = "gelu-tanh"};

  static constexpr double scale = 1.5957691216057307118;  // 2·√(2/π)
  static constexpr double cubic = 0.044715;

  template <class V>
  static V twice_u(V z) {
    return z * fma(z * z, cubic * scale, scale);
  }

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return max(V(-50), z) * sigmoid(twice_u(z));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V bounded = clamp(z, -50, 50);
    const auto s = sigmoids(twice_u(bounded));
    const V slope = fma(bounded * bounded, 3 * cubic * scale, scale);
    return fma(bounded * s.complement * slope, s.value, s.value);
  }
};

}  // namespace nabla
