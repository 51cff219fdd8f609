// ψ = (y − d)², ∂ψ/∂y = 2·(y − d).
#pragma once

#include "losses/loss.h"

namespace nabla {

struct SquaredError {
  static constexpr LossInfo info{.name = "squared-error"};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>&) {
    const V e = y - d;
    return {e * e, 2 * e};
  }
};

}  // namespace nabla
