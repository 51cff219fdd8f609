// φ(z) = z/√(1 + z²), φ′ = (1 + z²)^(−3/2). For |z| > 2³⁰ φ is ±1, and z² is kept from overflowing.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Algebraic {
  static constexpr ActivationInfo info{.name = "algebraic"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    const V bounded = clamp(z, -0x1p30, 0x1p30);
    return bounded / sqrt(fma(bounded, bounded, 1));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V root = 1 / sqrt(fma(z, z, 1));
    return root * root * root;
  }
};

}  // namespace nabla
