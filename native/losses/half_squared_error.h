// ψ = ½·(y − d)², ∂ψ/∂y = y − d.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct HalfSquaredError {
  static constexpr LossInfo info{.name = "half-squared-error"};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>&) {
    const V e = y - d;
    return {0.5 * e * e, e};
  }
};

}  // namespace nabla
