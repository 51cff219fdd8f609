// Levels, their compaction, and the answers.
#include "data/quantile_sketch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nabla {
namespace {

// A level below the widest holds this share of the one above, so that all together hold 3 · width.
constexpr double kShrink = 2.0 / 3.0;
constexpr std::size_t kLeast = 8;

double between(double value, double next, double share) {
  return share == 0 ? value : value * (1 - share) + next * share;
}

}  // namespace

std::vector<double> exact_quantiles(const std::vector<double>& shares, std::vector<double> values) {
  std::vector<double> quantiles;
  auto from = values.begin();  // what lies before it is in its place
  for (const double share : shares) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(place);
    if (at >= from) std::nth_element(from, at, values.end());
    from = std::max(from, at + 1);
    const double rest = place - std::floor(place);
    quantiles.push_back(
        between(*at, rest == 0 ? *at : *std::min_element(at + 1, values.end()), rest));
  }
  return quantiles;
}

std::size_t QuantileSketch::capacity(std::size_t level) const {
  const auto depth = static_cast<double>(levels_.size() - 1 - level);
  const double share = std::pow(kShrink, depth) * static_cast<double>(width_);
  return std::max(kLeast, static_cast<std::size_t>(std::ceil(share)));
}

void QuantileSketch::insert(std::size_t level, double x) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].push_back(x);
  ++held_;
  if (held_ > std::max(room_, exact() ? 4 * width_ : 0)) shrink();
}

void QuantileSketch::sample(double x) {
  if (block_++ == picked_) candidate_ = x;
  if (block_ < std::uint64_t{1} << sampling_) return;
  insert(sampling_, candidate_);
  block_ = 0;
  picked_ = random() & ((std::uint64_t{1} << sampling_) - 1);
}

// Called where a block ends.
void QuantileSketch::sample_more_coarsely() {
  ++sampling_;
  next_sampling_ *= 2;
  picked_ = random() & ((std::uint64_t{1} << sampling_) - 1);
}

// Compacts the lowest full level until what is held has room.
void QuantileSketch::shrink() {
  do {
    std::size_t level = 0;
    while (levels_[level].size() < capacity(level)) ++level;
    compact(level);
    room_ = 0;
    for (std::size_t h = 0; h < levels_.size(); ++h) room_ += capacity(h);
  } while (held_ > room_);
}

// Every other of the sorted values goes up with twice the weight, beginning with either by a coin;
// one left over of an odd number stays.
void QuantileSketch::compact(std::size_t level) {
  if (level + 1 == levels_.size()) levels_.emplace_back();
  std::vector<double>& from = levels_[level];
  std::vector<double>& to = levels_[level + 1];
  if (level <= sampling_) std::sort(from.begin(), from.end());
  const std::uint64_t coins = random();
  const bool odd = from.size() % 2 == 1;
  const bool keeps_last = odd && (coins & 2) != 0;
  const double left_over = keeps_last ? from.back() : from.front();
  const std::size_t pairs = from.size() / 2;
  const std::size_t first = (odd && !keeps_last ? 1 : 0) + (coins & 1);
  const auto sorted = static_cast<std::ptrdiff_t>(to.size());
  for (std::size_t i = 0; i < pairs; ++i) to.push_back(from[first + 2 * i]);
  if (level + 1 > sampling_) std::inplace_merge(to.begin(), to.begin() + sorted, to.end());
  from.clear();
  if (odd) from.push_back(left_over);
  held_ -= pairs;
}

// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t QuantileSketch::random() noexcept {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Their weights add up to count(), for a block that has not ended counts as far as it goes.
std::vector<QuantileSketch::Item> QuantileSketch::items() const {
  std::vector<Item> items;
  items.reserve(held_ + 1);
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    for (const double value : levels_[level]) items.push_back({value, std::uint64_t{1} << level});
  }
  if (block_ > 0) items.push_back({candidate_, block_});
  return items;
}

std::vector<double> QuantileSketch::quantiles(const std::vector<double>& shares) const {
  if (count_ == 0) {
    return std::vector<double>(shares.size(), std::numeric_limits<double>::quiet_NaN());
  }
  return exact() ? exact_quantiles(shares, levels_[0]) : estimated_quantiles(shares);
}

std::vector<double> QuantileSketch::estimated_quantiles(const std::vector<double>& shares) const {
  std::vector<Item> items = this->items();
  std::ranges::sort(items, {}, &Item::value);
  std::vector<double> values;
  std::size_t i = 0;
  std::uint64_t end = items[0].weight;  // places before it belong to items[0 … i]
  for (const double share : shares) {
    const double place = share * static_cast<double>(count_ - 1);
    const auto below = static_cast<std::uint64_t>(place);
    while (below >= end) end += items[++i].weight;
    const double value = items[i].value;
    const double next = below + 1 < end || i + 1 == items.size() ? value : items[i + 1].value;
    values.push_back(between(value, next, place - static_cast<double>(below)));
  }
  return values;
}

std::vector<std::uint64_t> QuantileSketch::histogram(double min, double max,
                                                     std::size_t bins) const {
  std::vector<std::uint64_t> counts(bins, 0);
  const double width = max / 2 - min / 2;  // halves: the range itself may overflow
  for (const auto& [value, weight] : items()) {
    const double place = width > 0 ? (value / 2 - min / 2) / width : 0;
    const auto bin = static_cast<std::size_t>(place * static_cast<double>(bins));
    counts[std::min(bin, bins - 1)] += weight;
  }
  return counts;
}

}  // namespace nabla
