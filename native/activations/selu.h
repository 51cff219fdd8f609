// Self-normalising ELU: φ(z) = λ·z for z ≥ 0, λ·α·(e^z − 1) below; φ′ = λ or h + λ·α. The constants
// make mean 0 and variance 1 a fixed point. Klambauer, Unterthiner, Mayr and Hochreiter,
// arXiv:1706.02515.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Selu {
  static constexpr ActivationInfo info{.name = "selu", .from_output = true, .kinked = true};

  static constexpr double lambda = 1.0507009873554804934193349852946;
  static constexpr double alpha = 1.6732632423543772848170429916717;

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return select(z < 0, lambda * alpha * expm1(z), lambda * z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return select(negative(h), h + lambda * alpha, V(lambda));
  }
};

}  // namespace nabla
