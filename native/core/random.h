// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011). Any number of a stream is reached at once, by any thread.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace nabla {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

inline PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

// The number of a stream, from what it is for: `init/hidden.weights`, `dropout/drop1` (FNV-1a).
inline std::uint64_t stream_of(std::string_view purpose, std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325;
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  };
  mix(purpose);
  mix("/");
  mix(name);
  return hash;
}

// Block `index` of a stream: four 32-bit words.
inline PhiloxCounter random_block(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  return philox4x32({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                     static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)},
                    {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

// A stream read from its start.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  std::uint32_t next() {
    if (used_ == 4) {
      block_ = random_block(seed_, stream_, index_++);
      used_ = 0;
    }
    return block_[used_++];
  }

  // Uniform on [0, 1), a multiple of 2⁻⁵³.
  double uniform() {
    const std::uint64_t high = next();
    return static_cast<double>((high << 32 | next()) >> 11) * 0x1p-53;
  }

  // Uniform on {0, …, count − 1}; count ≥ 1. Lemire's multiplication, bias below count/2⁶⁴.
  std::uint64_t below(std::uint64_t count) {
    __extension__ using Wide = unsigned __int128;
    const std::uint64_t high = next();
    const auto word = static_cast<Wide>(high << 32 | next());
    return static_cast<std::uint64_t>(word * count >> 64);
  }

  // Standard normal (Box, Muller 1958).
  double normal() {
    if (spare_ready_) {
      spare_ready_ = false;
      return spare_;
    }
    const double radius = std::sqrt(-2 * std::log1p(-uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    spare_ = radius * std::sin(angle);
    spare_ready_ = true;
    return radius * std::cos(angle);
  }

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t index_ = 0;
  PhiloxCounter block_{};
  unsigned used_ = 4;
  double spare_ = 0;
  bool spare_ready_ = false;
};

}  // namespace nabla
