// Sizes multiplied and added with overflow checks, before anything is allocated.
#pragma once

#include "core/error.h"
#include "kernels/types.h"

namespace nabla {

inline Index checked_multiply(Index a, Index b) {
  Index product;
  if (__builtin_mul_overflow(a, b, &product)) {
    throw Error("invalid-network", "the network is too large to address");
  }
  return product;
}

inline Index checked_add(Index a, Index b) {
  Index sum;
  if (__builtin_add_overflow(a, b, &sum)) {
    throw Error("invalid-network", "the network is too large to address");
  }
  return sum;
}

}  // namespace nabla
