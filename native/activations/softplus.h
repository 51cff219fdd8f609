// φ(z) = ln(1 + e^z), φ′ = s(z) = 1 − e^−h with s the logistic function.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Softplus {
  static constexpr ActivationInfo info{.name = "softplus", .from_output = true};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return softplus(z);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>&) {
    return -expm1(-h);
  }
};

}  // namespace nabla
