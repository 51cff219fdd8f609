// The one door between the network code and the instruction sets: a table of kernels per scalar
// type. Each file in isa/ exports one table; dispatch.h chooses. All matrices are row-major with a
// leading dimension in elements; all kernels but gemm are noexcept and allocate nothing; all trust
// their arguments.
#pragma once

#include "kernels/elementwise.h"
#include "kernels/types.h"
#include "kernels/update.h"

namespace nabla {

/// Leading dimension of an activation matrix with `cols` columns: whole vectors of the widest
/// instruction set, and from 1 KiB on an odd number of cache lines, because rows a multiple of 4
/// KiB apart would compete for the same few sets of the L1 cache.
template <class T>
[[gnu::always_inline]] constexpr Index leading_dimension(Index cols) {
  constexpr Index line = 64 / sizeof(T);
  const Index lines = ceil_div(cols, line);
  return (lines >= 16 && lines % 2 == 0 ? lines + 1 : lines) * line;
}

template <class T>
struct Table {
  const char* name;  ///< of the instruction set
  Index lanes;       ///< scalars in one vector
  Index panel;       ///< columns of a full weight panel

  // Packed weights, K×N: see panels.h. Padding columns are zero and stay zero.
  Index (*packed_size)(Index k, Index n);
  Index (*panel_count)(Index n);
  void (*pack)(T* packed, const T* w, Index k, Index n);
  void (*unpack)(T* w, const T* packed, Index k, Index n);

  /// Z(m×n) = 1·biasᵀ + X(m×k)·W, for rows [row0, row1) and panels [p0, p1). Overwrites, and writes
  /// whole vectors: ldz must reach past the padding of the last panel. `bias` is padded like a
  /// packed row of W; null means zero.
  void (*product_forward)(T* z, Index ldz, const T* x, Index ldx, const T* w, const T* bias,
                          Index k, Index n, Index row0, Index row1, Index p0, Index p1);

  /// δᵀ for product_backward_data: [row block][n][batch_block], rows past the last zero up to a
  /// whole vector. row0 and row1 are multiples of `lanes`, but row1 may be the number of rows.
  Index batch_block;
  Index (*transposed_size)(Index m, Index n);
  void (*transpose)(T* dzt, const T* dz, Index lddz, Index n, Index row0, Index row1);

  /// dX(m×k) = dZ·Wᵀ, or += with `accumulate`, for columns [k0, k1) of X.
  void (*product_backward_data)(T* dx, Index lddx, const T* dzt, const T* w, Index m, Index n,
                                Index k, Index k0, Index k1, bool accumulate);

  /// dW(k×n) = Xᵀ·dZ for rows [k0, k1), each tile handed to `update` while it is in the L1 cache.
  /// Reads dZ in whole vectors, up to the padding of the last panel; what lies there does not
  /// matter.
  void (*product_backward_weights)(const WeightUpdate<T>& update, const T* x, Index ldx,
                                   const T* dz, Index lddz, Index m, Index n, Index k, Index k0,
                                   Index k1);

  /// sums[c] = Σ over the m rows of A, for columns [col0, col1): the gradient of a bias.
  void (*column_sums)(T* sums, const T* a, Index lda, Index m, Index col0, Index col1);

  /// sums[r] = Σ_c w[r][c]² of packed weights in float64, for rows [row0, row1). The order of
  /// addition depends on n alone, not on the panels.
  void (*row_squares)(double* sums, const T* packed, Index k, Index n, Index row0, Index row1);

  /// C = alpha·op(A)·op(B) + beta·C; op(A) is m×k, op(B) k×n. beta == 0 does not read C. May throw
  /// std::bad_alloc: its workspace is allocated once a thread.
  void (*gemm)(bool ta, bool tb, Index m, Index n, Index k, T alpha, const T* a, Index lda,
               const T* b, Index ldb, T beta, T* c, Index ldc);

  const OptimizerKernel<T>* optimizers;  ///< by id: see elementwise.h
  ElementwiseTable<T> elementwise;

  /// Does `rounds` rounds of independent multiply-adds and returns the number of floating-point
  /// operations: the probe of a core's peak. The caller holds the clock.
  double (*fma_burst)(Index rounds);
};

}  // namespace nabla
