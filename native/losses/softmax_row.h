// What cross-entropy and the Kullback–Leibler divergence share: the softmax of a row of logits z.
#pragma once

#include "kernels/rows.h"
#include "losses/loss.h"

namespace nabla {

/// y_j = e^s_j/total with s_j = (z_j − largest)/temperature; −ln y_j = log_total − s_j, never ln 0.
template <class V>
struct SoftmaxRow {
  V largest, inverse_temperature, total, log_total;

  template <class T>
  SoftmaxRow(const T* z, Index cols, T temperature)
      : largest(row_maximum<V>(z, cols)), inverse_temperature(1 / temperature) {
    RowSum<V> sum;
    for_row<V>(cols,
               [&](Index j, Index n) { sum.add(j, n, exp(shifted(V::load_some(z + j, n)))); });
    total = sum.total();
    log_total = log(total);
  }

  V shifted(V z) const { return (z - largest) * inverse_temperature; }
  V minus_log(V z) const { return log_total - shifted(z); }
  V probability(V z) const { return exp(shifted(z)) / total; }
};

/// For ψ = Σ_k t_k·(−ln y_k) + terms without z: temperature·∂ψ/∂z_j = y_j·Σ_k t_k − t_j, that is
/// y − t exactly when the targets t sum to 1. `target(first, n)` gives the vector of targets;
/// gradient may be z.
template <class V, class T, class Target>
void softmax_gradient(T* gradient, const T* z, Index cols, T scale, const SoftmaxRow<V>& row,
                      Target target) {
  RowSum<V> sum;
  for_row<V>(cols, [&](Index j, Index n) { sum.add(j, n, target(j, n)); });
  const V total = sum.total(), factor = row.inverse_temperature * scale;
  for_row<V>(cols, [&](Index j, Index n) {
    const V y = row.probability(V::load_some(z + j, n));
    ((y * total - target(j, n)) * factor).store_some(gradient + j, n);
  });
}

}  // namespace nabla
