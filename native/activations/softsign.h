// φ(z) = z/(1 + |z|), φ′ = 1/(1 + |z|)².
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Softsign {
  static constexpr ActivationInfo info{.name = "softsign"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return z / (1 + abs(z));
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    const V root = 1 / (1 + abs(z));
    return root * root;
  }
};

}  // namespace nabla
