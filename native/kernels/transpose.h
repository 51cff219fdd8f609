// Transposition of small blocks in registers, and of δ into the layout that puts the batch in the
// lanes. Only δ and finished tiles are ever transposed; weights never are.
#pragma once

#include <utility>  // index_sequence: a type, no code

#include "kernels/panels.h"
#include "kernels/simd.h"
#include "kernels/types.h"

namespace nabla::NABLA_ISA {

/// Exchanges the two Stride×Stride blocks off the diagonal, in a pair of rows Stride apart.
template <int Stride, class T, std::size_t... E>
NABLA_INLINE void exchange(Vec<T>& upper, Vec<T>& lower, std::index_sequence<E...>) {
  constexpr int lanes = Vec<T>::lanes;
  const auto a = upper.raw, b = lower.raw;
  upper.raw = __builtin_shufflevector(a, b, (E & Stride ? lanes + int(E) - Stride : int(E))...);
  lower.raw = __builtin_shufflevector(a, b, (E & Stride ? lanes + int(E) : int(E) + Stride)...);
}

/// Transposes a block of lanes×lanes held in registers, in log2(lanes) rounds of exchanges.
template <int Stride = 1, class T>
NABLA_INLINE void transpose_registers(Vec<T> (&rows)[Vec<T>::lanes]) {
  constexpr Index lanes = Vec<T>::lanes;
#pragma GCC unroll 16
  for (Index i = 0; i < lanes; ++i) {
    if (i & Stride) continue;
    exchange<Stride>(rows[i], rows[i + Stride], std::make_index_sequence<lanes>{});
  }
  if constexpr (2 * Stride < lanes) transpose_registers<2 * Stride>(rows);
}

/// The first `count` elements at p, the rest zero.
template <class T>
NABLA_INLINE Vec<T> load_upto(const T* p, Index count) {
  return count >= Vec<T>::lanes ? Vec<T>::load(p) : Vec<T>::load_partial(p, count);
}

template <class T>
NABLA_INLINE void store_upto(T* p, Vec<T> v, Index count) {
  count >= Vec<T>::lanes ? v.store(p) : v.store_partial(p, count);
}

/// target(cols×rows) = source(rows×cols)ᵀ. Whole vectors are written: columns of the target from
/// `rows` to the next multiple of the lanes become zero. Nothing outside the source is read.
template <class T>
void transpose_padded(T* target, Index ldt, const T* source, Index lds, Index rows,
                      Index cols) noexcept {
  using V = Vec<T>;
  V block[V::lanes];
  for (Index r = 0; r < rows; r += V::lanes) {
    for (Index c = 0; c < cols; c += V::lanes) {
#pragma GCC unroll 16
      for (Index i = 0; i < V::lanes; ++i) {
        block[i] = r + i < rows ? load_upto(source + (r + i) * lds + c, cols - c) : V(T(0));
      }
      transpose_registers(block);
#pragma GCC unroll 16
      for (Index i = 0; i < V::lanes; ++i) {
        if (c + i < cols) block[i].store(target + (c + i) * ldt + r);
      }
    }
  }
}

/// Rows of the batch in one block of δᵀ: as many as a tile has columns.
template <class T>
inline constexpr Index batch_block = PanelShape<T>::panel;

template <class T>
Index transposed_size(Index m, Index n) noexcept {
  return round_up(m, batch_block<T>) * n;
}

/// dzt[block][n][batch_block] = dZ(m×n)ᵀ, block by block, for rows [row0, row1); see Table.
template <class T>
void transpose(T* dzt, const T* dz, Index lddz, Index n, Index row0, Index row1) noexcept {
  constexpr Index block = batch_block<T>;
  for (Index row = row0; row < row1;) {
    const Index within = row % block;
    const Index rows = nabla::min(block - within, row1 - row);
    transpose_padded(dzt + (row - within) * n + within, block, dz + row * lddz, lddz, rows, n);
    row += rows;
  }
}

/// target(rows×cols) = sumsᵀ, or += with `accumulate`, touching nothing outside. sums is cols×rows
/// with stride batch_block, and both sizes rounded up to whole vectors may be read.
template <class T>
void scatter_transposed(T* target, Index ld, const T* sums, Index rows, Index cols,
                        bool accumulate) noexcept {
  using V = Vec<T>;
  V block[V::lanes];
  for (Index c = 0; c < cols; c += V::lanes) {
    for (Index r = 0; r < rows; r += V::lanes) {
#pragma GCC unroll 16
      for (Index i = 0; i < V::lanes; ++i) block[i] = V::load(sums + (c + i) * batch_block<T> + r);
      transpose_registers(block);
#pragma GCC unroll 16
      for (Index i = 0; i < V::lanes; ++i) {
        if (r + i >= rows) break;
        T* p = target + (r + i) * ld + c;
        store_upto(p, accumulate ? load_upto(p, cols - c) + block[i] : block[i], cols - c);
      }
    }
  }
}

}  // namespace nabla::NABLA_ISA
