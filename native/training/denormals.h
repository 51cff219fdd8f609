// Subnormal numbers taken as zero while float32 training runs: they cost a hundred cycles each and
// carry nothing a gradient needs. Never on Node's main thread, in float64 or in prediction.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <cstdint>
#include <type_traits>

namespace nabla {

// Sets FTZ and DAZ (FZ on arm64) of the calling thread, and restores what was there.
class FlushDenormals {
 public:
#if defined(__x86_64__)
  FlushDenormals() : saved_(_mm_getcsr()) {
    _mm_setcsr(saved_ | 0x8040u);
  }
  ~FlushDenormals() {
    _mm_setcsr(saved_);
  }
#elif defined(__aarch64__)
  FlushDenormals() {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    asm volatile("msr fpcr, %0" ::"r"(saved_ | (std::uint64_t{1} << 24)));
  }
  ~FlushDenormals() {
    asm volatile("msr fpcr, %0" ::"r"(saved_));
  }
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__x86_64__)
  unsigned saved_;
#elif defined(__aarch64__)
  std::uint64_t saved_;
#endif
};

struct NothingToFlush {};

// What a training thread of dtype T holds.
template <class T>
using PassDenormals = std::conditional_t<std::is_same_v<T, float>, FlushDenormals, NothingToFlush>;

}  // namespace nabla
