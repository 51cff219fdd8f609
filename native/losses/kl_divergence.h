// Fused with softmax: from z, y = softmax(z/T), ψ = Σ_k w_k·d_k·(ln d_k − ln y_k), 0 where d_k = 0.
// T·∂ψ/∂z = y·Σ w·d − w·d, as for cross-entropy, from which ψ differs by the entropy of d.
#pragma once

#include "losses/softmax_row.h"

namespace nabla {

struct KlDivergence {
  static constexpr LossInfo info{.name = "kl-divergence", .fused_activation = "softmax"};

  template <class V, class T>
  static double evaluate_row(T* gradient, const T* z, const T* d, Index cols, T scale, const T*,
                             const T* class_weights, T temperature) {
    const SoftmaxRow<V> row(z, cols, temperature);
    const auto target = [&](Index j, Index n) {
      const V t = V::load_some(d + j, n);
      return class_weights == nullptr ? t : t * V::load_some(class_weights + j, n);
    };
    double loss = 0;
    for_row<V>(cols, [&](Index j, Index n) {
      const V t = V::load_some(d + j, n);
      const V difference = log(t) + row.minus_log(V::load_some(z + j, n));
      loss = add_in_order(loss, select(t == 0, V(0), target(j, n) * difference), n);
    });
    if (gradient != nullptr) softmax_gradient<V>(gradient, z, cols, scale, row, target);
    return loss;
  }
};

}  // namespace nabla
