// Two products of a dense layer as schedules of register tiles: forward Z = X·W, and backward
// through the data dX = dZ·Wᵀ; the third is in weight_gradient.h. Arguments are those of Table.
#pragma once

#include "kernels/panels.h"
#include "kernels/simd.h"
#include "kernels/table.h"
#include "kernels/tile.h"
#include "kernels/transpose.h"

namespace nabla::NABLA_ISA {

/// Rows of X that pass over a weight panel together: enough to repay fetching the panel from the
/// outer caches, few enough to stay in the L2 cache until the next panel.
inline constexpr Index forward_rows = 128;
/// Terms of one pass over k, so that a slice of a panel and the rows of X that meet it share L2.
inline constexpr Index forward_depth = 1024;

/// Z = 1·biasᵀ + X·W. The outputs lie in the lanes; the bias starts the sums, so it costs nothing.
template <class T>
void product_forward(T* z, Index ldz, const T* x, Index ldx, const T* w, const T* bias, Index k,
                     Index n, Index row0, Index row1, Index p0, Index p1) noexcept {
  const PanelShape<T> shape{n};
  const auto pass = [&](Index row, Index rows, Index from, Index depth) {
    for (Index p = p0; p < p1; ++p) {
      const Index width = shape.width(p);
      const T* panel = w + shape.offset(p, k) + from * width;
      for_balanced(row, row + rows, tile_rows<T>(width), [&](Index i, Index height) {
        T* sums = z + i * ldz + p * shape.panel;
        TileJob<T> job{.depth = depth,
                       .a = x + i * ldx + from,
                       .a_row = ldx,
                       .a_step = 1,
                       .b = panel,
                       .b_step = width,
                       .c = sums,
                       .c_row = ldz};
        if (from > 0) {
          job.start = sums, job.start_row = ldz;
        } else if (bias) {
          job.start = bias + p * shape.panel;
        }
        run_tile(height, width, job);
      });
    }
  };
  for_balanced(row0, row1, forward_rows, [&](Index row, Index rows) {
    if (k == 0) pass(row, rows, 0, 0);
    for_balanced(0, k, forward_depth,
                 [&](Index from, Index depth) { pass(row, rows, from, depth); });
  });
}

/// sums(rows×width) = W(rows×n)·δᵀ for one block of the batch: rows of W from `row` on, scalar by
/// scalar from the layout the forward pass left them in. The full panels are the segments of one
/// chain; the narrower last panel, whose rows lie closer together, carries it on.
template <class T>
NABLA_INLINE void backward_tile(T* sums, const T* dzt, const T* w, Index row, Index rows,
                                Index width, Index n, Index k) noexcept {
  const PanelShape<T> shape{n};
  constexpr Index stride = batch_block<T>;
  const Index full = n / shape.panel, rest = n % shape.panel;
  TileJob<T> job{.depth = shape.panel,
                 .a = w + row * shape.panel,
                 .a_row = shape.panel,
                 .a_step = 1,
                 .b = dzt,
                 .b_step = stride,
                 .c = sums,
                 .c_row = stride,
                 .segments = full,
                 .a_segment = shape.offset(1, k)};
  if (full > 0) {
    run_tile(rows, width, job);
    job.start = sums, job.start_row = stride;
  }
  if (rest > 0) {
    job.depth = rest, job.segments = 1;
    job.a_row = shape.width(full);
    job.a = w + shape.offset(full, k) + row * job.a_row;
    job.b += full * shape.panel * stride;
    run_tile(rows, width, job);
  }
}

/// dX = dZ·Wᵀ. The batch lies in the lanes, so W is only ever broadcast. A block of dXᵀ is summed
/// in the L1 cache and transposed on its way out.
template <class T>
void product_backward_data(T* dx, Index lddx, const T* dzt, const T* w, Index m, Index n, Index k,
                           Index k0, Index k1, bool accumulate) noexcept {
  constexpr Index stride = batch_block<T>;
  alignas(64) T sums[backward_rows * stride];
  for (Index row = k0; row < k1; row += backward_rows) {
    const Index rows = nabla::min(backward_rows, k1 - row);
    for (Index batch = 0; batch < m; batch += stride) {
      const Index height = nabla::min(stride, m - batch), width = round_up(height, Vec<T>::lanes);
      for_balanced(0, rows, tile_rows<T>(width), [&](Index i, Index count) {
        backward_tile(sums + i * stride, dzt + batch * n, w, row + i, count, width, n, k);
      });
      scatter_transposed(dx + batch * lddx + row, lddx, sums, height, rows, accumulate);
    }
  }
}

/// sums[c] = Σ over the rows of A, in the order of gradient_tile (weight_gradient.h).
template <class T>
void column_sums(T* sums, const T* a, Index lda, Index m, Index col0, Index col1) noexcept {
  using V = Vec<T>;
  for (Index c = col0; c < col1; c += V::lanes) {
    const Index count = col1 - c;
    V total(T(0));
    for (Index first = 0; first < m; first += reduction_block) {
      V sum(T(0));
      const Index last = nabla::min(m, first + reduction_block);
      for (Index r = first; r < last; ++r) sum = sum + load_upto(a + r * lda + c, count);
      total = first ? total + sum : sum;
    }
    store_upto(sums + c, total, count);
  }
}

/// sums[r] = Σ_c w[r][c]²: element c goes to sum c % 8, which hides the latency of an addition and
/// is the same in any panel.
template <class T>
void row_squares(double* sums, const T* packed, Index k, Index n, Index row0, Index row1) noexcept {
  constexpr Index lanes = 8;
  const PanelShape<T> shape{n};
  for (Index row = row0; row < row1; ++row) {
    double part[lanes] = {};
    for (Index p = 0; p < shape.count(); ++p) {
      const T* w = packed + shape.offset(p, k) + row * shape.width(p);
      const Index first = p * shape.panel % lanes;  // 0 but for panels of fewer columns
      for (Index c = 0; c < shape.columns(p); ++c) {
        part[(first + c) % lanes] += double(w[c]) * double(w[c]);
      }
    }
    double total = 0;
    for (const double sum : part) total += sum;
    sums[row] = total;
  }
}

}  // namespace nabla::NABLA_ISA
