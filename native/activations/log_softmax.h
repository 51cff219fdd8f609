// y_i = z_i − ln Σ_j e^z_j, with the largest z taken off first so that nothing overflows.
// Backward: dz = dy − e^y·Σ_j dy_j.
#pragma once

#include "activations/activation.h"
#include "kernels/rows.h"

namespace nabla {

struct LogSoftmax {
  static constexpr ActivationInfo info{.name = "log-softmax", .vector = true, .from_output = true};

  template <class V, class T>
  static void forward(T* y, const T* z, Index cols, const T*) {
    const V largest = row_maximum<V>(z, cols);
    RowSum<V> sum;
    for_row<V>(cols,
               [&](Index j, Index n) { sum.add(j, n, exp(V::load_some(z + j, n) - largest)); });
    const V log_total = log(V(sum.total()));
    for_row<V>(cols, [&](Index j, Index n) {
      (V::load_some(z + j, n) - largest - log_total).store_some(y + j, n);
    });
  }

  template <class V, class T>
  static void backward(T* dz, const T* dy, const T* y, Index cols, const T*) {
    RowSum<V> sum;
    for_row<V>(cols, [&](Index j, Index n) { sum.add(j, n, V::load_some(dy + j, n)); });
    const V total = sum.total();
    for_row<V>(cols, [&](Index j, Index n) {
      (V::load_some(dy + j, n) - exp(V::load_some(y + j, n)) * total).store_some(dz + j, n);
    });
  }
};

}  // namespace nabla
