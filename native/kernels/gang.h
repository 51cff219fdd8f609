// Threads that run one function together: the process's own pool, and the barrier they meet at.
// A job is SPMD: every thread runs the whole pass and does its share of each layer.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace nabla {

/// A number that threads wait on. Waiting spins first (a barrier is usually microseconds away),
/// then yields (the other thread may need this very core: two jobs on two cores must not wait for
/// each other's time slices), then sleeps (a parked thread costs nothing).
class Signal {
 public:
  std::uint32_t value() const noexcept { return value_.load(std::memory_order_acquire); }
  /// Adds one and wakes whoever waits. What happened before is visible to those who see it.
  void advance() noexcept;
  /// Returns once the value is no longer `seen`.
  void wait_past(std::uint32_t seen) const noexcept;

 private:
  std::atomic<std::uint32_t> value_{0};
};

/// Where all threads of a run meet: wait() returns when `threads` threads have called it, again and
/// again. Everything written before it is visible after it.
class Barrier {
 public:
  explicit Barrier(int threads) noexcept : threads_(threads) {}
  void wait() noexcept;

 private:
  const int threads_;
  alignas(64) std::atomic<int> arrived_{0};
  alignas(64) Signal round_;
};

class Gang {
 public:
  /// The gang of this process. It is never destroyed: parked threads end with the process.
  static Gang& process();

  /// Calls fn(ctx, thread, threads) for thread = 0 … threads − 1, thread 0 on the caller, and
  /// returns when all have returned. fn must not throw. Runs from several callers proceed side by
  /// side, each with threads of its own; idle ones are reused. Throws std::system_error when a
  /// thread cannot be started; then fn has not been called.
  void run(int threads, void (*fn)(void* ctx, int thread, int threads), void* ctx);

 private:
  struct Worker;

  Gang() = default;
  Worker* hire();
  void dismiss(Worker* crew) noexcept;

  std::mutex mutex_;
  Worker* idle_ = nullptr;  ///< a stack, linked through the workers
};

/// Cores this process may run on.
int available_cores();

/// Threads worth using: the available cores, or fewer where a cgroup quota grants less time than
/// that; at least 1.
int default_threads();

}  // namespace nabla
