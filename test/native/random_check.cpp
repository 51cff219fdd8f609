// Philox against the known answers of its authors (Random123 1.14, kat_vectors), and the
// permutation of rows: a bijection, even, and another one in each epoch.
#include <cstdio>
#include <set>
#include <vector>

#include "core/random.h"
#include "training/permutation.h"

namespace {

int faults = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  ++faults;
  std::fprintf(stderr, "does not hold: %s\n", what);
}

void check_known_answers() {
  using nabla::PhiloxCounter;
  const PhiloxCounter zeros{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  const PhiloxCounter ones{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  const PhiloxCounter pi{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
  const std::uint32_t all = 0xffffffff;
  expect(nabla::philox4x32({0, 0, 0, 0}, {0, 0}) == zeros, "philox of zeros");
  expect(nabla::philox4x32({all, all, all, all}, {all, all}) == ones, "philox of ones");
  expect(nabla::philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                           {0xa4093822, 0x299f31d0}) == pi,
         "philox of the digits of pi");
}

bool is_bijection(std::uint32_t count) {
  const nabla::Permutation order(count, 7, 3);
  std::vector<bool> seen(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t to = order(i);
    if (to >= count || seen[to]) return false;
    seen[to] = true;
  }
  return true;
}

// Where item 0 of 10 goes in 20,000 epochs: χ² with 9 degrees of freedom stays below 27.9 with
// probability 0.999.
void check_even() {
  constexpr int count = 10, epochs = 20'000;
  int places[count] = {};
  for (int epoch = 0; epoch < epochs; ++epoch) ++places[nabla::Permutation(count, 1, epoch)(0)];
  double chi = 0;
  for (const int times : places) {
    const double expected = double(epochs) / count;
    chi += (times - expected) * (times - expected) / expected;
  }
  expect(chi < 27.9, "row 0 is as often in every place");
}

// All 24 orders of four rows come up.
void check_orders() {
  std::set<std::vector<std::uint32_t>> orders;
  for (int epoch = 0; epoch < 1'000; ++epoch) {
    const nabla::Permutation order(4, 5, epoch);
    orders.insert({order(0), order(1), order(2), order(3)});
  }
  expect(orders.size() == 24, "every order of four rows comes up");
}

}  // namespace

int main() {
  check_known_answers();
  for (const std::uint32_t count : {1u, 2u, 3u, 63u, 64u, 65u, 1000u, 65536u, 100'003u}) {
    expect(is_bijection(count), "the order of rows is a bijection");
  }
  check_even();
  check_orders();
  nabla::RandomStream stream(1, nabla::stream_of("check", "below"));
  for (int i = 0; i < 1000; ++i) expect(stream.below(7) < 7, "below(7) is below 7");
  return faults == 0 ? 0 : 1;
}
