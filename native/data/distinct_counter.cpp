// The set of keys, and the estimate that takes its place.
#include "data/distinct_counter.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace nabla {

void DistinctCounter::remember(std::uint64_t key, std::uint64_t hash) {
  if (key == 0) {
    count_ += zero_ ? 0 : 1;
    zero_ = true;
  } else {
    if (slots_.empty()) slots_.resize(16);
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at] != 0 && slots_[at] != key) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == key) return;
    slots_[at] = key;
    ++count_;
  }
  if (count_ > limit_) {
    estimate_from_now_on();
  } else if (2 * count_ > slots_.size()) {
    grow();
  }
}

void DistinctCounter::grow() {
  std::vector<std::uint64_t> old(slots_.empty() ? 16 : 2 * slots_.size());
  old.swap(slots_);
  for (const std::uint64_t key : old) {
    if (key == 0) continue;
    std::size_t at = mixed(key) & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = key;
  }
}

void DistinctCounter::estimate_from_now_on() {
  registers_.resize(std::size_t{1} << bits_);
  if (zero_) note(mixed(0));
  for (const std::uint64_t key : slots_) {
    if (key != 0) note(mixed(key));
  }
  slots_ = {};
}

// The improved raw estimator of Ertl, "New cardinality estimation algorithms for HyperLogLog
// sketches", 2017, algorithm 6: unbiased over the whole range without tables.
std::uint64_t DistinctCounter::count() const noexcept {
  if (registers_.empty()) return count_;
  const unsigned longest = 64 - bits_ + 1;
  std::array<double, 65> having{};
  for (const std::uint8_t value : registers_) having[value] += 1;
  const auto m = static_cast<double>(registers_.size());
  const auto tau = [](double x) {
    if (x == 0 || x == 1) return 0.0;
    double y = 1, z = 1 - x, before = 0;
    do {
      before = z;
      x = std::sqrt(x);
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
  };
  const auto sigma = [](double x) {
    if (x == 1) return std::numeric_limits<double>::infinity();
    double y = 1, z = x, before = 0;
    do {
      before = z;
      x *= x;
      z += x * y;
      y += y;
    } while (z != before);
    return z;
  };
  double z = m * tau(1 - having[longest] / m);
  for (unsigned value = longest - 1; value >= 1; --value) z = 0.5 * (z + having[value]);
  z += m * sigma(having[0] / m);
  constexpr double half_by_ln2 = 0.72134752044448170368;
  return static_cast<std::uint64_t>(std::llround(half_by_ln2 * m * m / z));
}

double DistinctCounter::error() const noexcept {
  return registers_.empty() ? 0 : 1.04 / std::sqrt(static_cast<double>(registers_.size()));
}

std::uint64_t DistinctCounter::key_of(std::string_view text) noexcept {
  std::uint64_t key = mixed(text.size());
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    key = mixed(key ^ word);
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, text.data() + at, text.size() - at);
  return mixed(key ^ rest);
}

}  // namespace nabla
