// The part that cross-entropy and the Kullback–Leibler divergence share: a row of logits z, read
// twice.
#pragma once

#include "kernels/rows.h"
#include "losses/loss.h"

namespace nabla {

/// y_j = e^(z_j − largest)/total; −ln y_j = log_total − (z_j − largest), never the logarithm of 0.
template <class V>
struct SoftmaxRow {
  V largest, total, log_total;

  template <class T>
  SoftmaxRow(const T* z, Index cols) : largest(row_maximum<V>(z, cols)) {
    RowSum<V> sum;
    for_row<V>(cols,
               [&](Index j, Index n) { sum.add(j, n, exp(V::load_some(z + j, n) - largest)); });
    total = sum.total();
    log_total = log(total);
  }

  V minus_log(V z) const { return log_total - (z - largest); }
  V probability(V z) const { return exp(z - largest) / total; }
};

/// For ψ = Σ_k t_k·(−ln y_k) + terms without z: ∂ψ/∂z_j = y_j·Σ_k t_k − t_j, that is y − t exactly
/// when the targets t sum to 1. `target(first, n)` gives the vector of targets; gradient may be z.
template <class V, class T, class Target>
void softmax_gradient(T* gradient, const T* z, Index cols, T scale, const SoftmaxRow<V>& row,
                      Target target) {
  RowSum<V> sum;
  for_row<V>(cols, [&](Index j, Index n) { sum.add(j, n, target(j, n)); });
  const V total = sum.total();
  for_row<V>(cols, [&](Index j, Index n) {
    const V y = row.probability(V::load_some(z + j, n));
    ((y * total - target(j, n)) * scale).store_some(gradient + j, n);
  });
}

}  // namespace nabla
