// Fused with the logistic function: from z, y = s(z),
//   ψ = −α·d·(1 − y)^γ·ln y − (1 − α)·(1 − d)·y^γ·ln(1 − y).
// With a = −ln y and b = −ln(1 − y), both from z without cancelling, the powers are e^(−γ·b) and
// e^(−γ·a), and
//   ∂ψ/∂z = −α·d·(1 − y)^γ·(1 − y + γ·y·a) + (1 − α)·(1 − d)·y^γ·(y + γ·(1 − y)·b).
// Lin, Goyal, Girshick, He and Dollár, arXiv:1708.02002.
#pragma once

#include "losses/loss.h"

namespace nabla {

struct Focal {
  static constexpr LossInfo info{.name = "focal",
                                 .fused_activation = "sigmoid",
                                 .parameter_count = 2,
                                 .parameter_names = {"gamma", "alpha"}};

  template <class V>
  static LossTerm<V> evaluate(V z, V d, const Parameters<V>& p) {
    const V gamma = p[0], alpha = p[1];
    const V shared = log1p(exp(-abs(z)));
    const V a = shared + max(V(0), -z), b = shared + max(V(0), z);
    const auto s = sigmoids(z);
    const V positive = alpha * d * exp(-gamma * b);
    const V other = (1 - alpha) * (1 - d) * exp(-gamma * a);
    return {positive * a + other * b, other * fma(gamma * s.complement, b, s.value) -
                                          positive * fma(gamma * s.value, a, s.complement)};
  }
};

}  // namespace nabla
