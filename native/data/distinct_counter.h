// How many different values a stream holds: exact up to a limit, then estimated by HyperLogLog.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nabla {

class DistinctCounter {
 public:
  explicit DistinctCounter(std::size_t exact_limit = 1024)
      : limit_(exact_limit), bits_(static_cast<unsigned>(std::bit_width(exact_limit) + 1)) {}

  // Values are told apart by their key.
  void add(std::uint64_t key) {
    const std::uint64_t hash = mixed(key);
    if (registers_.empty()) {
      remember(key, hash);
    } else {
      note(hash);
    }
  }

  std::uint64_t count() const noexcept;
  // The relative standard error of count(): 0 up to the limit, then 1.04 / √registers, of which
  // there are four times the limit, rounded down to a power of two: 1.6 % for 1,024.
  double error() const noexcept;

  // A key for text; two texts have the same with a probability of 2⁻⁶⁴.
  static std::uint64_t key_of(std::string_view text) noexcept;

 private:
  static std::uint64_t mixed(std::uint64_t key) noexcept {  // SplitMix64's finalizer
    key += 0x9E3779B97F4A7C15;
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EB;
    return key ^ (key >> 31);
  }

  // The top bits choose a register, which keeps the longest run of zeros that followed, plus one.
  void note(std::uint64_t hash) noexcept {
    const int zeros = std::countl_zero((hash << bits_) | (std::uint64_t{1} << (bits_ - 1)));
    std::uint8_t& kept = registers_[hash >> (64 - bits_)];
    if (zeros >= kept) kept = static_cast<std::uint8_t>(zeros + 1);
  }

  void remember(std::uint64_t key, std::uint64_t hash);
  void grow();
  void estimate_from_now_on();

  std::size_t limit_;
  unsigned bits_;                     // there are 2^bits_ registers, once there are any
  std::size_t count_ = 0;             // of the keys in slots_, and of the key 0
  bool zero_ = false;                 // the key 0 was seen; in slots_ it means empty
  std::vector<std::uint64_t> slots_;  // open addressing by hash; a power of two, at most half full
  std::vector<std::uint8_t> registers_;
};

}  // namespace nabla
