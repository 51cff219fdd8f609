// The order of rows in an epoch: a bijection of row positions computed one index at a time, so that
// no table has to be kept, walked at random or saved in a checkpoint.
#pragma once

#include <bit>
#include <cstdint>

#include "core/random.h"

namespace nabla {

// A Feistel network over the smallest power of two ≥ count, walked until it lands below count
// (cycle walking: Black, Rogaway 2002). Its round function is multiply-shift hashing
// (Dietzfelbinger et al. 1997) with keys from Philox.
class Permutation {
 public:
  // count ≥ 1.
  Permutation(std::uint32_t count, std::uint64_t seed, std::uint64_t epoch) : count_(count) {
    constexpr int fewest_bits = 6;  // smaller networks reach too few of the permutations
    const int needed = std::bit_width(count - 1);
    const int bits = needed < fewest_bits ? fewest_bits : needed;
    low_bits_ = bits / 2;
    high_bits_ = bits - low_bits_;
    const std::uint64_t stream = stream_of("shuffle", "rows");
    for (std::uint64_t block = 0; block < kRounds / 2; ++block) {
      const PhiloxCounter words = random_block(seed, stream, epoch * (kRounds / 2) + block);
      for (int i = 0; i < 2; ++i) {
        addends_[2 * block + i] = words[2 * i];
        factors_[2 * block + i] = words[2 * i + 1] | 1;
      }
    }
  }

  // i < count.
  std::uint32_t operator()(std::uint32_t i) const {
    do {
      i = step(i);
    } while (i >= count_);
    return i;
  }

 private:
  static constexpr int kRounds = 6;

  std::uint32_t step(std::uint32_t i) const {
    std::uint32_t high = i >> low_bits_, low = i & ((std::uint32_t{1} << low_bits_) - 1);
    for (int round = 0; round < kRounds; round += 2) {
      high ^= hash(low, round) >> (32 - high_bits_);
      low ^= hash(high, round + 1) >> (32 - low_bits_);
    }
    return high << low_bits_ | low;
  }
  std::uint32_t hash(std::uint32_t x, int round) const {
    return (x + addends_[round]) * factors_[round];
  }

  std::uint32_t count_;
  int low_bits_;
  int high_bits_;
  std::uint32_t addends_[kRounds];
  std::uint32_t factors_[kRounds];
};

}  // namespace nabla
