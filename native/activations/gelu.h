// Gaussian error linear unit: φ(z) = z·Φ(z), φ′ = Φ(z) + z·e^(−z²/2)/√(2π), Φ the distribution
// function of the standard normal law. Hendrycks and Gimpel, arXiv:1606.08415.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Gelu {
  static constexpr ActivationInfo info{.name = "gelu"};

  template <class V>
  static V value(V z, const Parameters<V>&) {
    return max(V(-40), z) * normal_cdf(z);  // Φ(−40) is 0: −inf gives −0, not NaN
  }

  template <class V>
  static V derivative(V z, const Parameters<V>&) {
    using T = typename V::Scalar;
    const V bounded = clamp(z, -40, 40);
    return fma(bounded * exp_minus_square(bounded, T(0.5)), 0.39894228040143267794, normal_cdf(z));
  }
};

}  // namespace nabla
