// The layout of packed weights, and the conversion from and to row-major matrices.
//
// A K×N matrix is cut into panels of `panel` columns. A panel stores its rows one after another, so
// that the innermost loop of a product reads memory in order:
//
//     panel 0: w[0][0…63] w[1][0…63] … w[K-1][0…63]   panel 1: w[0][64…127] …   last: narrower
//
// Every panel before the last is `panel` wide; the last holds what remains, rounded up to whole
// vectors. The columns added by rounding are zero, and every kernel keeps them zero.
#pragma once

#include "kernels/simd.h"
#include "kernels/types.h"

namespace nabla::NABLA_ISA {

/// The register tile: `vectors` vectors wide, and as tall as the registers allow. A tile holds
/// height·width sums, beside one row of the matrix in the lanes and one scalar that is broadcast.
/// Narrower tiles are taller, so that enough sums are in flight to hide the latency of an FMA.
struct TileShape {
#if defined(__AVX512F__)  // 32 registers
  static constexpr int vectors = 4;
  static constexpr int heights[] = {16, 12, 8, 6};
#elif defined(__aarch64__)  // 32 registers, and compilers load all scalars of a step at once
  static constexpr int vectors = 3;
  static constexpr int heights[] = {14, 9, 7};
#else                       // 16 registers
  static constexpr int vectors = 2;
  static constexpr int heights[] = {12, 6};
#endif
  /// Rows of the tallest tile that is `vectors` wide.
  static constexpr int tallest(Index vectors) {
    return heights[vectors - 1];
  }
};

/// Rows of W that pass through the backward products together: what belongs to them stays in the L1
/// and L2 caches from one product to the next. A multiple of every lane count.
inline constexpr Index backward_rows = 48;

/// Where the panels of a matrix with `n` columns lie; see the top of the file.
template <class T>
struct PanelShape {
  static constexpr Index lanes = Vec<T>::lanes;
  static constexpr Index panel = TileShape::vectors * lanes;

  Index n;

  constexpr Index count() const { return ceil_div(n, panel); }
  /// Elements of panel p that are columns of the matrix, not padding.
  constexpr Index columns(Index p) const { return nabla::min(panel, n - p * panel); }
  constexpr Index width(Index p) const { return round_up(columns(p), lanes); }
  /// First element of panel p in a packed matrix of k rows.
  constexpr Index offset(Index p, Index k) const { return p * panel * k; }
  constexpr Index packed_size(Index k) const { return k * round_up(n, lanes); }
};

template <class T>
Index packed_size(Index k, Index n) noexcept {
  return PanelShape<T>{n}.packed_size(k);
}

template <class T>
Index panel_count(Index n) noexcept {
  return PanelShape<T>{n}.count();
}

/// packed = W(k×n), padding zeroed.
template <class T>
void pack(T* packed, const T* w, Index k, Index n) noexcept {
  const PanelShape<T> shape{n};
  for (Index p = 0; p < shape.count(); ++p) {
    const Index width = shape.width(p), columns = shape.columns(p);
    const T* source = w + p * shape.panel;
    for (Index row = 0; row < k; ++row, source += n) {
      for (Index c = 0; c < columns; ++c) *packed++ = source[c];
      for (Index c = columns; c < width; ++c) *packed++ = T(0);
    }
  }
}

/// W(k×n) = packed, without the padding.
template <class T>
void unpack(T* w, const T* packed, Index k, Index n) noexcept {
  const PanelShape<T> shape{n};
  for (Index p = 0; p < shape.count(); ++p) {
    const Index width = shape.width(p), columns = shape.columns(p);
    T* target = w + p * shape.panel;
    for (Index row = 0; row < k; ++row, target += n, packed += width) {
      for (Index c = 0; c < columns; ++c) target[c] = packed[c];
    }
  }
}

}  // namespace nabla::NABLA_ISA
