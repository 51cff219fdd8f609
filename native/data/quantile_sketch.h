// Quantiles of a stream of numbers in bounded memory: exact for few values, then a KLL sketch
// (Karnin, Lang, Liberty, "Optimal quantile approximation in streams", 2016) behind a sampler. Its
// coin is seeded, so the same values in the same order give the same answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nabla {

// For each share 0–1, ascending: the value at place share · (count − 1) of the sorted values,
// linear between two of them (the "linear" method of numpy). Of at least one value, without NaN.
std::vector<double> exact_quantiles(const std::vector<double>& shares, std::vector<double> values);

class QuantileSketch {
 public:
  // `width`: values in the widest level. At most 4 · width values are held, 3 · width once there
  // are more than that.
  explicit QuantileSketch(std::size_t width = 1024) : width_(width) {}

  void add(double x) {  // not NaN
    ++count_;
    if (sampling_ == 0) {
      insert(0, x);
    } else {
      sample(x);
    }
    if (count_ == next_sampling_) sample_more_coarsely();
  }

  std::uint64_t count() const noexcept { return count_; }

  // By how much the rank of an answer may miss that asked for, as a share of the values: 0 up to
  // 4 · width values, then 10 / width. At 1,024 that is 0.98 %, against a standard error of at most
  // 0.4 % from the sampler and of about 0.1 % from the levels.
  double rank_error() const noexcept { return exact() ? 0 : 10 / static_cast<double>(width_); }

  // As exact_quantiles, as near as rank_error() says. NaN without values.
  std::vector<double> quantiles(const std::vector<double>& shares) const;

  // How many values lie in each of `bins` intervals of equal width from min to max, which must
  // enclose them; they add up to count().
  std::vector<std::uint64_t> histogram(double min, double max, std::size_t bins) const;

 private:
  struct Item {
    double value;
    std::uint64_t weight;
  };

  bool exact() const noexcept { return levels_.size() <= 1; }
  std::size_t capacity(std::size_t level) const;
  void insert(std::size_t level, double x);
  void sample(double x);
  void sample_more_coarsely();
  void shrink();
  void compact(std::size_t level);
  std::uint64_t random() noexcept;
  std::vector<Item> items() const;
  std::vector<double> estimated_quantiles(const std::vector<double>& shares) const;

  std::size_t width_;
  std::uint64_t count_ = 0;
  // A value of level h stands for 2^h. Those above sampling_ are sorted.
  std::vector<std::vector<double>> levels_;
  std::size_t held_ = 0;  // values in all levels
  std::size_t room_ = 0;  // how many may be held before one is compacted
  // One of every 2^sampling_ values goes on, to the level of that weight.
  unsigned sampling_ = 0;
  std::uint64_t next_sampling_ = kSampled;
  std::uint64_t block_ = 0;   // values seen of the current block
  std::uint64_t picked_ = 0;  // which of the block is taken
  double candidate_ = 0;
  std::uint64_t state_ = 0;  // of the coin

  // Between half of these and all of them pass the sampler: its standard error in rank is then at
  // most 1 / (2 √16,384) = 0.4 %, and a long stream costs hardly more than a comparison a value.
  static constexpr std::uint64_t kSampled = std::uint64_t{1} << 15;
};

}  // namespace nabla
