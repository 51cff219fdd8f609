// The integer every size, stride and count of the native code is measured in, and what all share.
// This header is included by files built for every instruction set: always_inline keeps the linker
// from choosing one file's copy of a function for all of them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nabla {

/// Signed, so that differences and loops that count down are safe; as wide as a pointer.
using Index = std::ptrdiff_t;

[[gnu::always_inline]] constexpr Index ceil_div(Index a, Index b) {
  return (a + b - 1) / b;
}
[[gnu::always_inline]] constexpr Index round_up(Index a, Index b) {
  return ceil_div(a, b) * b;
}
[[gnu::always_inline]] constexpr Index min(Index a, Index b) {
  return a < b ? a : b;
}

/// Rows of a batch that one gradient chain covers: longer batches are summed in blocks of this many
/// rows, in order, so that the result does not depend on how the work is cut.
inline constexpr Index reduction_block = 256;

}  // namespace nabla
