// Statistics of columns over chosen rows of a record file, in float64: what preprocessing is fitted
// from. Order of summation is fixed, so the same rows give the same bits every time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/record_file.h"
#include "data/transform.h"

namespace nabla {

// What is to be fitted: the values of a field after `steps`.
struct FitField {
  FieldRef place;
  std::vector<std::int32_t> codes;  // what a category's code stands for; empty: itself
  std::vector<Step> steps;
  std::vector<double> shares;  // quantiles wanted: 0–1, ascending; none of a vector
};

// A value that a step has no finite result for, such as a logarithm of a number below 0.
struct OutsideValue {
  std::uint32_t row;
  double value;
};

// Missing values, NaN and infinities take no part; with no other left, the figures are NaN. A
// vector is fitted as one pool of values.
struct ColumnFit {
  double mean;
  double std;  // population: √(Σ(x − mean)² / count)
  double min;
  double max;
  double median;  // the mean of the two middle values when count is even; NaN of a vector
  std::uint64_t count;
  std::uint64_t missing;
  std::vector<double> quantiles;  // at the shares asked for, as exact_quantiles; empty of a vector
  std::optional<OutsideValue> outside;  // the first there is; it is not fitted
};

// Two passes over each column (mean, then squared deviations from it, less the rounding error of
// the mean: Chan, Golub, LeVeque, "Algorithms for computing the sample variance", 1983, eq. 1.7),
// both sums compensated (Neumaier 1974); deviations below about 1e-154 are lost to underflow. Takes
// at most max(64 MiB, one column) of memory. Throws Error("invalid-input") when a row or field lies
// outside the file.
std::vector<ColumnFit> fit_columns(const RecordFile& file, const std::vector<FitField>& fields,
                                   const std::vector<std::uint32_t>& rows);

}  // namespace nabla
