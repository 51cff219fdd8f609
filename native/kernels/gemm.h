// The general matrix product, for callers whose matrices are not packed: blocks of op(A) and op(B)
// are copied into a workspace in the shapes the register tile likes, and multiplied there.
#pragma once

#include "kernels/panels.h"
#include "kernels/simd.h"
#include "kernels/table.h"
#include "kernels/tile.h"
#include "kernels/transpose.h"
#include "kernels/workspace.h"

namespace nabla::NABLA_ISA {

/// Block sizes, after Goto: a panel of B (depth × panel) stays in L1 or L2 while the rows of a
/// block of A (rows × depth, in L2) pass over it; a block of B (depth × columns) is shared by all
/// rows.
template <class T>
struct GemmBlock {
  static constexpr Index rows = 96;
  static constexpr Index depth = 768;
  static constexpr Index columns = round_up(1024, PanelShape<T>::panel);
};

/// One operand as stored: op(X)[i][j] is x[i·ld + j], or x[j·ld + i] when transposed.
template <class T>
struct Operand {
  const T* x;
  Index ld;
  bool transposed;

  const T* at(Index i, Index j) const { return transposed ? x + j * ld + i : x + i * ld + j; }
};

/// target(rows×cols) = alpha·source
template <class T>
void copy_scaled(T* target, Index ld, const T* source, Index lds, Index rows, Index cols, T alpha) {
  for (Index r = 0; r < rows; ++r, target += ld, source += lds) {
    for (Index c = 0; c < cols; c += Vec<T>::lanes) {
      store_upto(target + c, Vec<T>(alpha) * load_upto(source + c, cols - c), cols - c);
    }
  }
}

/// A block of op(B) as panels: depth rows and n columns from (k, j) on, padding zeroed.
template <class T>
void pack_block(T* packed, const Operand<T>& b, Index k, Index j, Index depth, Index n) {
  using V = Vec<T>;
  const PanelShape<T> shape{n};
  for (Index p = 0; p < shape.count(); ++p) {
    const Index width = shape.width(p), columns = shape.columns(p);
    T* panel = packed + shape.offset(p, depth);
    const T* source = b.at(k, j + p * shape.panel);
    if (b.transposed) {
      transpose_padded(panel, width, source, b.ld, columns, depth);
      continue;
    }
    for (Index row = 0; row < depth; ++row, panel += width, source += b.ld) {
      for (Index c = 0; c < width; c += V::lanes) {
        load_upto(source + c, columns - c).store(panel + c);
      }
    }
  }
}

/// A tile at the right edge of C, where whole vectors would reach past it: by way of a scratch
/// tile.
template <class T>
void run_edge_tile(Index rows, Index columns, Index width, TileJob<T> job) {
  alignas(64) T scratch[TileShape::heights[0] * PanelShape<T>::panel];
  T* const c = job.c;
  const Index ldc = job.c_row;
  if (job.start) copy_scaled(scratch, width, job.start, ldc, rows, columns, T(1));
  job.c = scratch, job.c_row = width;
  if (job.start) job.start = scratch, job.start_row = width;
  run_tile(rows, width, job);
  copy_scaled(c, ldc, scratch, width, rows, columns, T(1));
}

/// Asks for the part of C that the next tile starts from, while this one is being summed.
template <class T>
NABLA_INLINE void prefetch_rows(const T* c, Index ldc, Index rows, Index columns) {
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; j += 64 / sizeof(T)) __builtin_prefetch(c + i * ldc + j, 1);
  }
}

/// C(m×n) (=|+=) A·B for blocks already in the workspace; `a` describes op(A)'s block by its
/// strides.
template <class T>
void multiply_blocks(Index m, Index n, Index depth, const T* a, Index a_row, Index a_step,
                     const T* b, T* c, Index ldc, bool accumulate) {
  const PanelShape<T> shape{n};
  for (Index p = 0; p < shape.count(); ++p) {
    const Index width = shape.width(p), columns = shape.columns(p);
    for_balanced(0, m, tile_rows<T>(width), [&](Index i, Index rows) {
      T* target = c + i * ldc + p * shape.panel;
      const TileJob<T> job{.depth = depth,
                           .a = a + i * a_row,
                           .a_row = a_row,
                           .a_step = a_step,
                           .b = b + shape.offset(p, depth),
                           .b_step = width,
                           .c = target,
                           .c_row = ldc,
                           .start = accumulate ? target : nullptr,
                           .start_row = ldc};
      prefetch_rows(target + rows * ldc, ldc, nabla::min(rows, m - i - rows), columns);
      if (columns == width) {
        run_tile(rows, width, job);
      } else {
        run_edge_tile(rows, columns, width, job);
      }
    });
  }
}

/// C = alpha·op(A)·op(B) + beta·C, as the reference BLAS defines it: C is scaled by beta first,
/// then element (i, j) is one chain of FMAs over ascending k of (alpha·a_ik)·b_kj. beta == 0 does
/// not read C, alpha == 0 does not read A and B. Throws std::bad_alloc when there is no room for
/// the workspace.
template <class T>
void gemm(bool ta, bool tb, Index m, Index n, Index k, T alpha, const T* a_data, Index lda,
          const T* b_data, Index ldb, T beta, T* c, Index ldc) {
  using Block = GemmBlock<T>;
  const bool product = k > 0 && alpha != T(0);
  if (m <= 0 || n <= 0) return;
  if (beta != T(0) && beta != T(1)) copy_scaled(c, ldc, c, ldc, m, n, beta);
  if (beta == T(0) && !product) {
    for (Index i = 0; i < m; ++i) {
      for (Index j = 0; j < n; ++j) c[i * ldc + j] = T(0);
    }
  }
  if (!product) return;

  const Operand<T> a{a_data, lda, ta}, b{b_data, ldb, tb};
  constexpr Index a_size = Block::rows * leading_dimension<T>(Block::depth);
  T* const packed_a = static_cast<T*>(
      thread_workspace((a_size + Block::depth * Block::columns) * Index(sizeof(T))));
  T* const packed_b = packed_a + a_size;
  const auto rows_of_blocks = [&](Index j, Index columns, Index from, Index depth) {
    pack_block(packed_b, b, from, j, depth, columns);
    for_balanced(0, m, Block::rows, [&](Index i, Index rows) {
      const Index ld = leading_dimension<T>(ta ? rows : depth);
      copy_scaled(packed_a, ld, a.at(i, from), lda, ta ? depth : rows, ta ? rows : depth, alpha);
      multiply_blocks(rows, columns, depth, packed_a, ta ? 1 : ld, ta ? ld : 1, packed_b,
                      c + i * ldc + j, ldc, from > 0 || beta != T(0));
    });
  };
  for_balanced(0, n, Block::columns, [&](Index j, Index columns) {
    for_balanced(0, k, Block::depth,
                 [&](Index from, Index depth) { rows_of_blocks(j, columns, from, depth); });
  });
}

}  // namespace nabla::NABLA_ISA
