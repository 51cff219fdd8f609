// Pinball loss, with e = d − y: ψ = τ·e for e ≥ 0, (τ − 1)·e below; ∂ψ/∂y = −τ, 1 − τ, 0 at e = 0.
// Koenker and Bassett, Econometrica 46 (1978).
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Quantile {
  static constexpr LossInfo info{
      .name = "quantile", .parameter_count = 1, .parameter_names = {"quantile"}};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>& p) {
    const V e = d - y, slope = select(e < 0, p[0] - 1, p[0]);
    return {slope * e, select(e == 0, V(0), -slope)};
  }
};

}  // namespace nabla
