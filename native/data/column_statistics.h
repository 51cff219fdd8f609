// Statistics of a column in one pass, in bounded memory, while its values are read: moments,
// quantiles, distinct values, a histogram. Knows nothing of records and types of columns.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "data/distinct_counter.h"
#include "data/quantile_sketch.h"

namespace nabla {

// The quantiles told of a column, and how many intervals its histogram has.
inline const std::vector<double> kQuantileShares = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
inline constexpr std::size_t kHistogramBins = 20;

// Of a column's values; figures that need a value are NaN without one.
struct ColumnFigures {
  std::uint64_t count = 0;
  double min = std::numeric_limits<double>::quiet_NaN();
  double max = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  double std = std::numeric_limits<double>::quiet_NaN();  // population
  std::vector<double> quantiles;                          // at kQuantileShares
  double rank_error = 0;                                  // of them, and of the histogram
  std::uint64_t distinct = 0;
  double distinct_error = 0;  // relative standard error
  // Values in kHistogramBins intervals of equal width from min to max; in one when min is max.
  std::vector<std::uint64_t> histogram;
};

// Finite numbers, or integers (each to be one of them throughout), gathered in blocks: mean and
// squared deviations of a block come in two passes over it and are merged pairwise (Chan, Golub,
// LeVeque 1979).
class NumberStatistics {
 public:
  // `width`: of the quantile sketch. About 50 · width bytes, at most.
  explicit NumberStatistics(std::size_t width = 1024) : sketch_(width), distinct_(width) {}

  void add(double x) {
    pending_[waiting_] = std::bit_cast<std::uint64_t>(x + 0.0);  // −0 becomes 0
    if (++waiting_ == kBlock) flush(false);
  }
  void add(std::int64_t x) {
    pending_[waiting_] = static_cast<std::uint64_t>(x);
    if (++waiting_ == kBlock) flush(true);
  }

  // Of what was added so far. `integers`: whether that was integers.
  ColumnFigures figures(bool integers = false);

 private:
  static constexpr std::size_t kBlock = 64;

  void flush(bool integers);

  std::array<std::uint64_t, kBlock> pending_;  // bits of the values
  std::size_t waiting_ = 0;
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // Σ(x − mean)²
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  QuantileSketch sketch_;
  DistinctCounter distinct_;
};

// Bytes, such as pixels: counted by value, so that every figure is exact.
class ByteStatistics {
 public:
  void add(const std::uint8_t* bytes, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) ++counts_[bytes[i]];
  }
  ColumnFigures figures() const;

 private:
  std::array<std::uint64_t, 256> counts_{};
};

}  // namespace nabla
