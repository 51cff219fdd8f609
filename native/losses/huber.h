// With e = y − d: ψ = ½·e² for |e| ≤ δ, δ·(|e| − ½·δ) beyond; ∂ψ/∂y = e held to [−δ, δ].
// Huber, Ann. Math. Statist. 35 (1964).
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Huber {
  static constexpr LossInfo info{
      .name = "huber", .parameter_count = 1, .parameter_names = {"delta"}};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>& p) {
    const V e = y - d, inner = clamp(e, -p[0], p[0]);
    return {inner * (e - 0.5 * inner), inner};
  }
};

}  // namespace nabla
