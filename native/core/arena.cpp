// Aligned memory on huge pages.
#include "core/arena.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>

#include "core/error.h"

namespace nabla {
namespace {

constexpr Index kHugePage = Index{2} << 20;

Index physical_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long size = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || size <= 0) return std::numeric_limits<Index>::max();
  return static_cast<Index>(pages) * size;
}

Index cgroup_memory() {
  std::ifstream file("/sys/fs/cgroup/memory.max");
  Index bytes = 0;
  return file >> bytes && bytes > 0 ? bytes : std::numeric_limits<Index>::max();
}

}  // namespace

Index memory_limit() {
  static const Index limit = min(physical_memory(), cgroup_memory());
  return limit;
}

Arena::Arena(Index bytes) : bytes_(round_up(bytes > 0 ? bytes : 1, cache_line)) {
  const bool huge = bytes_ >= 2 * kHugePage;
  if (huge) bytes_ = round_up(bytes_, kHugePage);
  const auto size = static_cast<std::size_t>(bytes_);
  void* memory =
      bytes_ <= memory_limit() ? std::aligned_alloc(huge ? kHugePage : cache_line, size) : nullptr;
  if (memory == nullptr) {
    throw Error("out-of-memory", "needs " + std::to_string(bytes_ >> 20) + " MiB, of " +
                                     std::to_string(memory_limit() >> 20) + " MiB on this machine");
  }
#ifdef MADV_HUGEPAGE
  if (huge) madvise(memory, size, MADV_HUGEPAGE);
#endif
  std::memset(memory, 0, size);
  memory_.reset(static_cast<std::byte*>(memory));
}

void Arena::Free::operator()(std::byte* memory) const {
  std::free(memory);
}

}  // namespace nabla
