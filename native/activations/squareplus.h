// Squareplus: φ(z) = ½(z + r), φ′ = ½(1 + z/r), r = √(z² + b). With t = b/(2(r + |z|)) neither side
// cancels: φ = max(z, 0) + t, and ½(1 + z/r) is 1 − t/r for z ≥ 0 and t/r below. Barron,
// arXiv:2112.11687.
#pragma once

#include "activations/activation.h"

namespace nabla {

struct Squareplus {
  static constexpr ActivationInfo info{
      .name = "squareplus", .parameter_count = 1, .parameter_names = {"curvature"}};

  template <class V>
  static V value(V z, const Parameters<V>& p) {
    return select(z > 0, z, V(0)) + tail(z, root(z, p[0]), p[0]);
  }

  template <class V>
  static V derivative(V z, const Parameters<V>& p) {
    const V r = root(z, p[0]), slope = tail(z, r, p[0]) / r;
    return select(z < 0, slope, 1 - slope);
  }

 private:
  // Beyond 2⁵⁰ r is |z| to the last bit, and z² is kept from overflowing.
  template <class V>
  static V root(V z, V b) {
    const V bounded = clamp(z, -0x1p50, 0x1p50);
    return max(abs(z), sqrt(fma(bounded, bounded, b)));
  }

  template <class V>
  static V tail(V z, V r, V b) {
    return V(0.5) * b / (r + abs(z));
  }
};

}  // namespace nabla
