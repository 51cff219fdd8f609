// Walking and summing one row of a matrix with vectors of type V (kernels/simd.h). Sums have one
// order whatever the number of lanes, so that every instruction set rounds alike.
#pragma once

#include "kernels/types.h"

namespace nabla {

/// Calls body(first, n) for the vectors of a row of `cols` elements; n < V::lanes only at the end.
template <class V, class Body>
[[gnu::always_inline]] inline void for_row(Index cols, Body body) {
  Index first = 0;
  for (; first + V::lanes <= cols; first += V::lanes) body(first, V::lanes);
  if (first < cols) body(first, cols - first);
}

/// A sum over a row: element j goes to partial sum j mod 16 (float64: 8), in order, and the partial
/// sums are added in pairs.
template <class V>
class RowSum {
 public:
  using T = typename V::Scalar;

  /// Adds the first n lanes of v, which stand at `first` in the row.
  [[gnu::always_inline]] void add(Index first, Index n, V v) {
    V& part = parts_[first / V::lanes % vectors];
    part = part + (n == V::lanes ? v : select(V::first_lanes(n), v, V(0)));
  }

  [[gnu::always_inline]] T total() const {
    T sums[width];
    for (Index i = 0; i < vectors; ++i) parts_[i].store(sums + i * V::lanes);
    for (Index half = width / 2; half > 0; half /= 2) {
      for (Index i = 0; i < half; ++i) sums[i] += sums[i + half];
    }
    return sums[0];
  }

 private:
  static constexpr Index width = 64 / Index(sizeof(T));
  static constexpr Index vectors = width / V::lanes;
  V parts_[vectors] = {};
};

/// sum + v[0] + v[1] + … + v[n−1], added one after another in float64.
template <class V>
[[gnu::always_inline]] inline double add_in_order(double sum, V v, Index n) {
  typename V::Scalar lanes[V::lanes];
  v.store(lanes);
  for (Index i = 0; i < n; ++i) sum += double(lanes[i]);
  return sum;
}

/// The largest element of a row of at least one; NaN if the row has one and it is last met.
template <class V>
[[gnu::always_inline]] inline typename V::Scalar row_maximum(const typename V::Scalar* row,
                                                             Index cols) {
  using T = typename V::Scalar;
  V largest = row[0];
  for_row<V>(cols,
             [&](Index j, Index n) { largest = max(largest, V::load_some(row + j, n, row[0])); });
  T lanes[V::lanes];
  largest.store(lanes);
  T result = lanes[0];
  for (Index i = 1; i < V::lanes; ++i) result = lanes[i] > result ? lanes[i] : result;
  return result;
}

}  // namespace nabla
