// φ(z) = z for z ≥ 0, a·z below; φ′ = 1 or a. As in relu.h the sign bit of h tells the side: a ≥ 0.
// Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct LeakyRelu {
  static constexpr ActivationInfo info{.name = "leaky-relu",
                                       .from_output = true,
                                       .kinked = true,
                                       .parameter_count = 1,
                                       .parameter_names = {"slope"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z < 0, p[0] * z, z + 0);
  }

  template <class V>
  static V derivative(V h, const Parameters<V>& p) {
    return select(negative(h), p[0], V(1));
  }
};

}  // namespace nabla
