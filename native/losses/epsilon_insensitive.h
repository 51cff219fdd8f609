// With e = y − d: ψ = max(0, |e| − ε); ∂ψ/∂y = the sign of e outside the band, 0 inside.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct EpsilonInsensitive {
  static constexpr LossInfo info{
      .name = "epsilon-insensitive", .parameter_count = 1, .parameter_names = {"epsilon"}};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>& p) {
    const V e = y - d, excess = abs(e) - p[0];
    return {max(V(0), excess), select(excess > 0, copysign(V(1), e), V(0))};
  }
};

}  // namespace nabla
