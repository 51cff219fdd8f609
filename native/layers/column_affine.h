// The learned scale γ and shift β that several layers put on their columns, Y = X̂ ⊙ γ + β: their
// gradients. Not a layer.
#pragma once

#include "layers/layer.h"

namespace nabla {

// ∂J/∂γ = Σ_r dY ⊙ X̂ and ∂J/∂β = Σ_r dY, and the update of both. `products` holds dY ⊙ X̂ of every
// row, of every thread; `sums` has room for a value a column.
template <class T>
void column_affine_backward(const Pass<T>& pass, int scale, int shift, const Matrix<T>& products,
                            T* sums) {
  if (!pass.trains(scale)) return;
  const Matrix<T> dy = pass.output_gradient();
  const Range cols = pass.share(dy.cols, 64 / sizeof(T));
  if (cols.size() == 0) return;
  pass.table.column_sums(sums, products.data, products.ld, pass.rows, cols.begin, cols.end);
  pass.apply(scale, sums + cols.begin, cols.begin, cols.size());
  pass.table.column_sums(sums, dy.data, dy.ld, pass.rows, cols.begin, cols.end);
  pass.apply(shift, sums + cols.begin, cols.begin, cols.size());
}

}  // namespace nabla
