// One block of aligned, zeroed memory that many buffers share. Knows offsets, not meanings.
#pragma once

#include <cstddef>
#include <memory>

#include "kernels/types.h"

namespace nabla {

inline constexpr Index cache_line = 64;  // bytes; every buffer starts on one

class Arena {
 public:
  Arena() = default;
  // Zeroed; from 4 MiB on 2 MiB pages where the system has them, which saves most TLB misses of a
  // weight matrix. Throws Error("out-of-memory") when `bytes` exceed memory_limit() or are refused.
  explicit Arena(Index bytes);

  std::byte* at(Index offset) const { return memory_.get() + offset; }
  Index bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };
  std::unique_ptr<std::byte, Free> memory_;
  Index bytes_ = 0;
};

// What one allocation may ask for: the smaller of physical memory and the cgroup's limit, in bytes.
Index memory_limit();

}  // namespace nabla
