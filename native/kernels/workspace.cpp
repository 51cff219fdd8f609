#include "kernels/workspace.h"

#include <cstdlib>
#include <memory>
#include <new>

namespace nabla {

void* thread_workspace(Index bytes) {
  constexpr Index page = 4096;
  struct Free {
    void operator()(void* memory) const noexcept { std::free(memory); }
  };
  thread_local std::unique_ptr<void, Free> memory;
  thread_local Index size = 0;
  if (size < bytes) {
    size = 0;
    memory.reset(std::aligned_alloc(page, static_cast<std::size_t>(round_up(bytes, page))));
    if (!memory) throw std::bad_alloc();
    size = bytes;
  }
  return memory.get();
}

}  // namespace nabla
