// Negative log-likelihood of counts d whose rate is e^y, less its constant: ψ = e^y − d·y,
// ∂ψ/∂y = e^y − d.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Poisson {
  static constexpr LossInfo info{.name = "poisson"};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>&) {
    const V rate = exp(y);
    return {rate - d * y, rate - d};
  }
};

}  // namespace nabla
