// Blocks into figures.
#include "data/column_statistics.h"

#include <algorithm>
#include <cmath>

namespace nabla {

void NumberStatistics::flush(bool integers) {
  if (waiting_ == 0) return;
  std::array<double, kBlock> block;
  for (std::size_t i = 0; i < waiting_; ++i) {
    block[i] = integers ? static_cast<double>(static_cast<std::int64_t>(pending_[i]))
                        : std::bit_cast<double>(pending_[i]);
  }
  double sum = 0, min = min_, max = max_;
  for (std::size_t i = 0; i < waiting_; ++i) {
    sum += block[i] - block[0];  // from a value of the block: a constant has no rounding error
    min = block[i] < min ? block[i] : min;
    max = block[i] > max ? block[i] : max;
  }
  const auto added = static_cast<double>(waiting_);
  const double mean = block[0] + sum / added;
  double squares = 0;
  for (std::size_t i = 0; i < waiting_; ++i) squares += (block[i] - mean) * (block[i] - mean);
  const auto before = static_cast<double>(count_);
  const double delta = mean - mean_;
  const double share = added / (before + added);
  mean_ = count_ == 0 ? mean : mean_ + delta * share;
  squares_ += squares + (count_ == 0 ? 0 : delta * delta * before * share);
  min_ = min;
  max_ = max;
  count_ += waiting_;
  for (std::size_t i = 0; i < waiting_; ++i) {
    distinct_.add(pending_[i]);
    sketch_.add(block[i]);
  }
  waiting_ = 0;
}

ColumnFigures NumberStatistics::figures(bool integers) {
  flush(integers);
  ColumnFigures figures;
  figures.quantiles = sketch_.quantiles(kQuantileShares);
  if (count_ == 0) return figures;
  figures.count = count_;
  figures.min = min_;
  figures.max = max_;
  figures.mean = std::clamp(mean_, min_, max_);
  figures.std = std::sqrt(squares_ / static_cast<double>(count_));
  figures.rank_error = sketch_.rank_error();
  figures.distinct = distinct_.count();
  figures.distinct_error = distinct_.error();
  figures.histogram = sketch_.histogram(min_, max_, min_ < max_ ? kHistogramBins : 1);
  return figures;
}

ColumnFigures ByteStatistics::figures() const {
  ColumnFigures figures;
  double sum = 0;
  for (std::size_t value = 0; value < counts_.size(); ++value) {
    if (counts_[value] == 0) continue;
    const auto x = static_cast<double>(value);
    if (figures.count == 0) figures.min = x;
    figures.max = x;
    figures.count += counts_[value];
    figures.distinct += 1;
    sum += x * static_cast<double>(counts_[value]);
  }
  if (figures.count == 0) {
    figures.quantiles.assign(kQuantileShares.size(), figures.mean);
    return figures;
  }
  const auto count = static_cast<double>(figures.count);
  figures.mean = sum / count;
  double squares = 0;
  for (std::size_t value = 0; value < counts_.size(); ++value) {
    const double deviation = static_cast<double>(value) - figures.mean;
    squares += deviation * deviation * static_cast<double>(counts_[value]);
  }
  figures.std = std::sqrt(squares / count);
  const auto at = [&](std::uint64_t place) {
    std::size_t value = 0;
    for (std::uint64_t end = counts_[0]; end <= place; end += counts_[++value]) {
    }
    return static_cast<double>(value);
  };
  for (const double share : kQuantileShares) {
    const double place = share * (count - 1);
    const auto below = static_cast<std::uint64_t>(place);
    const double between = place - static_cast<double>(below);
    const double next = at(std::min(below + 1, figures.count - 1));
    figures.quantiles.push_back(at(below) * (1 - between) + next * between);
  }
  figures.histogram.resize(figures.min < figures.max ? kHistogramBins : 1);
  for (std::size_t value = 0; value < counts_.size(); ++value) {
    if (counts_[value] == 0) continue;
    const double range = std::max(figures.max - figures.min, 1.0);
    const double place = (static_cast<double>(value) - figures.min) / range;
    const auto bin = static_cast<std::size_t>(place * static_cast<double>(kHistogramBins));
    figures.histogram[std::min(bin, figures.histogram.size() - 1)] += counts_[value];
  }
  return figures;
}

}  // namespace nabla
