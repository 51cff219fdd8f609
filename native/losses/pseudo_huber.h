// With e = y − d, r = e/δ: ψ = δ²·(√(1 + r²) − 1) = δ²·r²/(√(1 + r²) + 1), which does not cancel;
// ∂ψ/∂y = e/√(1 + r²). Beyond |r| = 2³⁰, √(1 + r²) is |r|, and r² is kept from overflowing.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct PseudoHuber {
  static constexpr LossInfo info{
      .name = "pseudo-huber", .parameter_count = 1, .parameter_names = {"delta"}};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>& p) {
    const V e = y - d, r = e / p[0], bounded = clamp(r, -0x1p30, 0x1p30);
    const V root = max(abs(r), sqrt(fma(bounded, bounded, 1)));
    return {e * p[0] * (r / (root + 1)), e / root};
  }
};

}  // namespace nabla
