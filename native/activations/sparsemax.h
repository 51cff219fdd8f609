// The point of the probability simplex nearest to z: y_i = max(0, z_i − τ), τ such that Σ y is 1.
// Martins and Astudillo, arXiv:1602.02068. τ by Michelot's iteration (J. Optim. Theory Appl. 50,
// 1986): τ = (Σ z − 1)/count over the z above the last τ, until that set, which only shrinks,
// stays. Backward: dz = dy − (mean of dy where y > 0) where y > 0, and 0 elsewhere.
#pragma once

#include "activations/activation.h"
#include "kernels/rows.h"

namespace nabla {

struct Sparsemax {
  static constexpr ActivationInfo info{
      .name = "sparsemax", .vector = true, .from_output = true, .kinked = true};

  template <class V, class T>
  static void forward(T* y, const T* z, Index cols, const T*) {
    const V largest = row_maximum<V>(z, cols);  // taken off: Σ z could overflow or drown the 1
    V threshold = -1;                           // y > 0 only where z − largest > −1
    T count = 0;
    for (T before = -1; count != before;) {
      before = count;
      RowSum<V> sum, members;
      for_row<V>(cols, [&](Index j, Index n) {
        const V shifted = V::load_some(z + j, n) - largest;
        const auto above = shifted > threshold;
        sum.add(j, n, select(above, shifted, V(0)));
        members.add(j, n, select(above, V(1), V(0)));
      });
      count = members.total();
      threshold = (sum.total() - 1) / count;
    }
    for_row<V>(cols, [&](Index j, Index n) {
      max(V(0), V::load_some(z + j, n) - largest - threshold).store_some(y + j, n);
    });
  }

  template <class V, class T>
  static void backward(T* dz, const T* dy, const T* y, Index cols, const T*) {
    RowSum<V> sum, members;
    for_row<V>(cols, [&](Index j, Index n) {
      const auto inside = V::load_some(y + j, n) > 0;
      sum.add(j, n, select(inside, V::load_some(dy + j, n), V(0)));
      members.add(j, n, select(inside, V(1), V(0)));
    });
    const V mean = sum.total() / members.total();
    for_row<V>(cols, [&](Index j, Index n) {
      const V inside = V::load_some(dy + j, n) - mean;
      select(V::load_some(y + j, n) > 0, inside, V(0)).store_some(dz + j, n);
    });
  }
};

}  // namespace nabla
