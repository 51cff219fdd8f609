// The register tile: the one inner loop in which nabla multiplies. Every product (forward,
// backward, gemm) is a schedule of tiles; see README.md.
#pragma once

#include <type_traits>  // a trait: no code

#include "kernels/panels.h"
#include "kernels/simd.h"
#include "kernels/types.h"

namespace nabla::NABLA_ISA {

/// One tile of work: for rows i and columns j of a tile,
///
///     c[i][j] = start[i][j] + Σ_k a[i·a_row + k·a_step] · b[k·b_step + j]
///
/// as one chain of fused multiply-adds in ascending k. b is read in whole vectors, a is broadcast
/// one scalar at a time, so a may be a row-major or a column-major view: the strides say which.
template <class T>
struct TileJob {
  Index depth;  ///< terms of the sum, in one segment
  const T* a;
  Index a_row, a_step;
  const T* b;
  Index b_step;
  T* c;  ///< written once, at the end; may be start
  Index c_row;
  const T* start = nullptr;  ///< null means zero; a bias has start_row 0, a running sum is c itself
  Index start_row = 0;
  Index segments = 1;   ///< a may come in equal pieces (the panels of a matrix) while b runs on
  Index a_segment = 0;  ///< distance from one piece to the next
};

/// What a tile does between its terms unless told otherwise.
struct Nothing {
  void operator()(Index) const {}
};

/// Computes one tile of Rows rows and Vectors vectors. The loops marked `unroll` disappear: the
/// sums live in registers from start to end. `between(i)`, i = 0 … Rows·Vectors − 1, is called at
/// even distances on the way: work for the units that multiply-adds leave idle. It finds all but
/// the registers of the sums free, so it must be inlined.
template <class T, int Rows, int Vectors, class Between = Nothing>
[[gnu::noinline]] void tile(const TileJob<T>& job, Between& between) noexcept {
  using V = Vec<T>;
  V sum[Rows][Vectors];
#pragma GCC unroll 16
  for (int i = 0; i < Rows; ++i) {
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) {
      sum[i][j] = job.start ? V::load(job.start + i * job.start_row + j * V::lanes) : V(T(0));
    }
  }
  const Index depth = job.depth, a_row = job.a_row, a_step = job.a_step, b_step = job.b_step;
  const T* b = job.b;
  constexpr Index pieces = std::is_same_v<Between, Nothing> ? 1 : Rows * Vectors;
  for (Index s = 0; s < job.segments; ++s) {
    const T* a = job.a + s * job.a_segment;
    for (Index piece = 0, k = 0; piece < pieces; ++piece) {
      for (const Index end = depth * (piece + 1) / pieces; k < end; ++k, a += a_step, b += b_step) {
        V row[Vectors];
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j) row[j] = V::load(b + j * V::lanes);
#pragma GCC unroll 16
        for (int i = 0; i < Rows; ++i) {
          const V scalar(a[i * a_row]);
#pragma GCC unroll 4
          for (int j = 0; j < Vectors; ++j) sum[i][j] = fma(scalar, row[j], sum[i][j]);
        }
      }
      between(piece);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < Rows; ++i) {
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) sum[i][j].store(job.c + i * job.c_row + j * V::lanes);
  }
}

/// Every tile there is, by width and height: a tile of any smaller size than the full one has its
/// own unrolled code, so that no product ever computes rows it does not need.
template <class T>
struct Tiles {
  void (*of[TileShape::vectors][TileShape::tallest(1)])(const TileJob<T>&) noexcept = {};

  constexpr Tiles() { fill<1, 1>(); }

 private:
  template <int Vectors, int Rows>
  constexpr void fill() {
    of[Vectors - 1][Rows - 1] = [](const TileJob<T>& job) noexcept {
      Nothing nothing;
      tile<T, Rows, Vectors>(job, nothing);
    };
    if constexpr (Rows < TileShape::tallest(Vectors)) {
      fill<Vectors, Rows + 1>();
    } else if constexpr (Vectors < TileShape::vectors) {
      fill<Vectors + 1, 1>();
    }
  }
};

template <class T>
inline constexpr Tiles<T> tiles{};

/// Runs a tile of `rows` rows and `width` columns, a multiple of the lanes.
template <class T>
NABLA_INLINE void run_tile(Index rows, Index width, const TileJob<T>& job) noexcept {
  tiles<T>.of[width / Vec<T>::lanes - 1][rows - 1](job);
}

/// Rows of the tallest tile that is `width` columns wide.
template <class T>
NABLA_INLINE Index tile_rows(Index width) noexcept {
  return TileShape::tallest(width / Vec<T>::lanes);
}

/// Cuts [begin, end) into as few blocks of at most `most` as possible, nearly equal in size (64
/// rows by 6 are nine blocks of 6 and two of 5, not ten of 6 and one of 4), and calls body(first,
/// size).
template <class Body>
NABLA_INLINE void for_balanced(Index begin, Index end, Index most, Body body) noexcept {
  const Index total = end - begin;
  if (total <= 0) return;
  const Index blocks = ceil_div(total, most), size = total / blocks, longer = total % blocks;
  for (Index block = 0; block < blocks; ++block) {
    const Index rows = size + (block < longer);
    body(begin, rows);
    begin += rows;
  }
}

}  // namespace nabla::NABLA_ISA
