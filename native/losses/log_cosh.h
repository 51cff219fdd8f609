// With e = y − d: ψ = ln cosh e, ∂ψ/∂y = tanh e. Near 0, where |e| + ln(1 + e^−2|e|) − ln 2
// cancels, ψ = −½·ln(1 − tanh² e).
#pragma once

#include "losses/loss.h"

namespace nabla {

struct LogCosh {
  static constexpr LossInfo info{.name = "log-cosh"};

  template <class V>
  static LossTerm<V> evaluate(V y, V d, const Parameters<V>&) {
    const V e = y - d, a = abs(e), slope = tanh(e);
    const V near = -0.5 * log1p(-(slope * slope));
    const V far = a + (log1p(exp(-2 * a)) - 0.69314718055994530942);
    return {select(a < 1, near, far), slope};
  }
};

}  // namespace nabla
