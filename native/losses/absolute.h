// ψ = |y − d|, ∂ψ/∂y = the sign of y − d, 0 at 0.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Absolute {
  static constexpr LossInfo info{.name = "absolute"};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>&) {
    const V e = y - d;
    return {abs(e), select(e == 0, V(0), copysign(V(1), e))};
  }
};

}  // namespace nabla
