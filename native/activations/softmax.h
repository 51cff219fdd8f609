// y_i = e^(z_i/T) / Σ_j e^(z_j/T), with the largest z taken off first so that nothing overflows.
// Backward: dz = y ⊙ (dy − Σ_j dy_j·y_j) / T.
#pragma once

#include "activations/activation.h"
#include "kernels/rows.h"

namespace nabla {

struct Softmax {
  static constexpr ActivationInfo info{.name = "softmax",
                                       .vector = true,
                                       .from_output = true,
                                       .parameter_count = 1,
                                       .parameter_names = {"temperature"}};

  template <class V, class T>
  static void forward(T* y, const T* z, Index cols, const T* params) {
    const V largest = row_maximum<V>(z, cols), inverse_temperature = 1 / params[0];
    RowSum<V> sum;
    for_row<V>(cols, [&](Index j, Index n) {
      const V e = exp((V::load_some(z + j, n) - largest) * inverse_temperature);
      e.store_some(y + j, n);
      sum.add(j, n, e);
    });
    const V total = sum.total();
    for_row<V>(cols,
               [&](Index j, Index n) { (V::load_some(y + j, n) / total).store_some(y + j, n); });
  }

  template <class V, class T>
  static void backward(T* dz, const T* dy, const T* y, Index cols, const T* params) {
    RowSum<V> sum;
    for_row<V>(cols, [&](Index j, Index n) {
      sum.add(j, n, V::load_some(dy + j, n) * V::load_some(y + j, n));
    });
    const V dot = sum.total(), inverse_temperature = 1 / params[0];
    for_row<V>(cols, [&](Index j, Index n) {
      const V difference = V::load_some(dy + j, n) - dot;
      (V::load_some(y + j, n) * difference * inverse_temperature).store_some(dz + j, n);
    });
  }
};

}  // namespace nabla
