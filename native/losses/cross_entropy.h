// Fused with softmax: from z, y = softmax(z/T), ψ = −Σ_k w_k·d′_k·ln y_k, where d′ is the target
// distribution with label smoothing, d·(1 − K·ε) + ε (so 1 − (K−1)·ε on the class, ε elsewhere),
// and w the class weights. T·∂ψ/∂z = y·Σ w·d′ − w·d′, for a plain distribution exactly y − d.
#pragma once

#include "losses/softmax_row.h"

namespace nabla {

struct CrossEntropy {
  static constexpr LossInfo info{.name = "cross-entropy",
                                 .fused_activation = "softmax",
                                 .parameter_count = 1,
                                 .parameter_names = {"labelSmoothing"}};

  template <class V, class T>
  static double evaluate_row(T* gradient, const T* z, const T* d, Index cols, T scale,
                             const T* params, const T* class_weights, T temperature) {
    const SoftmaxRow<V> row(z, cols, temperature);
    const V epsilon = params[0], keep = 1 - params[0] * static_cast<T>(cols);
    const auto target = [&](Index j, Index n) {
      const V smooth = fma(V::load_some(d + j, n), keep, epsilon);
      return class_weights == nullptr ? smooth : smooth * V::load_some(class_weights + j, n);
    };
    double loss = 0;
    for_row<V>(cols, [&](Index j, Index n) {
      const V t = target(j, n);
      loss = add_in_order(loss, select(t == 0, V(0), t * row.minus_log(V::load_some(z + j, n))), n);
    });
    if (gradient != nullptr) softmax_gradient<V>(gradient, z, cols, scale, row, target);
    return loss;
  }
};

}  // namespace nabla
