// Fused with the logistic function s: from z, y = s(z), ψ = −w·d′·ln y − (1 − d′)·ln(1 − y), where
// d′ is the target with label smoothing, d·(1 − 2ε) + ε, and w the weight of positives. Both
// logarithms are softplus values of ±z, never ln 0. ∂ψ/∂z = (1 − d′ + w·d′)·y − w·d′, exactly y − d
// for ε = 0, w = 1.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct BinaryCrossEntropy {
  static constexpr LossInfo info{.name = "binary-cross-entropy",
                                 .fused_activation = "sigmoid",
                                 .parameter_count = 2,
                                 .parameter_names = {"labelSmoothing", "positiveWeight"}};

  template <class V>
  static LossTerm<V> evaluate(V z, V d, const Parameters<V>& p) {
    const V smooth = fma(d, 1 - 2 * p[0], p[0]);
    const V shared =
        log1p(exp(-abs(z)));  // −ln y = shared + max(0, −z), −ln(1 − y) = shared + max(0, z)
    const V positive = p[1] * smooth, weight = fma(smooth, p[1] - 1, 1);
    return {positive * (shared + max(V(0), -z)) + (1 - smooth) * (shared + max(V(0), z)),
            weight * sigmoid(z) - positive};
  }
};

}  // namespace nabla
