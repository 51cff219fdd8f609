// The live probe of a core's peak: multiply-adds that wait for nothing.
#pragma once

#include "kernels/simd.h"
#include "kernels/types.h"

namespace nabla::NABLA_ISA {

/// Runs `rounds` rounds of independent multiply-adds in registers; returns how many floating-point
/// operations that was. The caller holds the clock.
template <class T>
double fma_burst(Index rounds) noexcept {
  using V = Vec<T>;
  constexpr int chains = 12;  // more than any machine's latency times its FMA units
  V sum[chains];
#pragma GCC unroll 16
  for (int i = 0; i < chains; ++i) sum[i] = V(T(i));
  V a(T(0.5)), b(T(1));
  for (Index round = 0; round < rounds; ++round) {
#pragma GCC unroll 16
    for (int i = 0; i < chains; ++i) sum[i] = fma(a, sum[i], b);
  }
  V total(T(0));
#pragma GCC unroll 16
  for (int i = 0; i < chains; ++i) total = total + sum[i];
  volatile T kept = total.raw[0];
  static_cast<void>(kept);
  return 2.0 * chains * V::lanes * static_cast<double>(rounds);
}

}  // namespace nabla::NABLA_ISA
