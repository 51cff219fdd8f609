// With e = y − d, r = e/c: ψ = ½·c²·ln(1 + r²), ∂ψ/∂y = e/(1 + r²). Beyond |r| = 2³⁰, ln(1 + r²) is
// 2·ln |r| and the slope c/r.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Cauchy {
  static constexpr LossInfo info{
      .name = "cauchy", .parameter_count = 1, .parameter_names = {"scale"}};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>& p) {
    const V e = y - d, r = e / p[0], bounded = clamp(r, -0x1p30, 0x1p30);
    const V square = bounded * bounded, excess = max(V(1), abs(r) * 0x1p-30);
    return {0.5 * p[0] * p[0] * fma(2, log(excess), log1p(square)),
            e / (1 + square) / (excess * excess)};
  }
};

}  // namespace nabla
