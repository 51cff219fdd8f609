// The gang: every thread runs once, a barrier separates what comes before from what comes after,
// runs from several callers do not disturb each other, and sleeping threads wake. Meant for TSan
// too.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "kernels/gang.h"

namespace {

using namespace nabla;

std::atomic<int> failures{0};

/// Each thread writes its own cell, and after the barrier reads its neighbour's, which is plain
/// memory: a barrier that let one through early would show as a wrong sum, and as a race to TSan.
struct Ring {
  Barrier barrier;
  std::vector<long> cells, sums;
  int rounds;
  std::chrono::milliseconds nap{0};  ///< longer than any spinning, so that the others park

  Ring(int threads, int rounds) : barrier(threads), cells(threads), sums(threads), rounds(rounds) {}

  static void turn(void* ctx, int thread, int threads) {
    Ring& ring = *static_cast<Ring*>(ctx);
    for (int round = 1; round <= ring.rounds; ++round) {
      if (thread == 0 && ring.nap.count() > 0) std::this_thread::sleep_for(ring.nap);
      ring.cells[thread] = round * (thread + 1);
      ring.barrier.wait();
      ring.sums[thread] += ring.cells[(thread + 1) % threads];
      ring.barrier.wait();
    }
  }
};

void check_ring(int threads, int rounds, std::chrono::milliseconds nap = {}) {
  Ring ring(threads, rounds);
  ring.nap = nap;
  Gang::process().run(threads, Ring::turn, &ring);
  const long total = static_cast<long>(rounds) * (rounds + 1) / 2;
  for (int thread = 0; thread < threads; ++thread) {
    const long wanted = total * ((thread + 1) % threads + 1);
    if (ring.sums[thread] == wanted) continue;
    ++failures;
    std::printf("gang of %d: thread %d has %ld, not %ld\n", threads, thread, ring.sums[thread],
                wanted);
  }
}

}  // namespace

int main() {
  for (int threads = 1; threads <= 5; ++threads) check_ring(threads, 200);
  check_ring(3, 3, std::chrono::milliseconds(50));
  for (int run = 0; run < 300; ++run) check_ring(2, 2);

  std::vector<std::thread> callers;
  for (int caller = 0; caller < 3; ++caller) {
    callers.emplace_back([caller] {
      for (int run = 0; run < 20; ++run) check_ring(2 + caller % 2, 20);
    });
  }
  for (std::thread& caller : callers) caller.join();
  if (default_threads() < 1 || default_threads() > available_cores()) {
    ++failures;
    std::printf("%d threads on %d cores\n", default_threads(), available_cores());
  }
  std::printf("gang: %d failures\n", failures.load());
  return failures == 0 ? 0 : 1;
}
