// Work of a solver shared between the threads of its training.
#pragma once

#include <atomic>
#include <new>

#include "kernels/gang.h"
#include "kernels/types.h"

namespace nabla {

// Calls body(thread, threads) on each thread. Throws std::bad_alloc when one of them did, the only
// exception a body may throw, and only where no other thread waits for it.
template <class Body>
void in_parallel(int threads, Body body) {
  struct Context {
    Body& body;
    std::atomic<bool> out_of_memory{false};
  } context{body};
  Gang::process().run(
      threads,
      [](void* raw, int thread, int count) {
        auto& shared = *static_cast<Context*>(raw);
        try {
          shared.body(thread, count);
        } catch (const std::bad_alloc&) {
          shared.out_of_memory = true;
        }
      },
      &context);
  if (context.out_of_memory) throw std::bad_alloc();
}

// Fewer threads where the work would be over before another has woken.
inline int threads_for(double flops, int threads) {
  return flops < 1e6 ? 1 : threads;
}

}  // namespace nabla
