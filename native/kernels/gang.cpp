#include "kernels/gang.h"

#include <memory>
#include <thread>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace nabla {
namespace {

// Some 20 µs of spinning, then about a millisecond of yielding before a thread goes to sleep:
// longer than any phase of a training step that is worth two threads, shorter than a pause anyone
// notices.
constexpr int spins = 2000;
constexpr int yields = 2000;

void pause() noexcept {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("isb");  // stalls about as long as x86's pause; `yield` does not stall at all
#endif
}

}  // namespace

void Signal::advance() noexcept {
  value_.fetch_add(1, std::memory_order_release);
  value_.notify_all();
}

void Signal::wait_past(std::uint32_t seen) const noexcept {
  for (int i = 0; i < spins; ++i) {
    if (value() != seen) return;
    pause();
  }
  for (int i = 0; i < yields; ++i) {
    if (value() != seen) return;
    std::this_thread::yield();
  }
  while (value() == seen) value_.wait(seen, std::memory_order_acquire);
}

void Barrier::wait() noexcept {
  if (threads_ == 1) return;
  const std::uint32_t round = round_.value();
  if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 < threads_) {
    round_.wait_past(round);
    return;
  }
  arrived_.store(0, std::memory_order_relaxed);  // published by the round that follows
  round_.advance();
}

/// One thread of the gang. A job is handed over by filling in the fields and advancing `start`.
struct alignas(64) Gang::Worker {
  void (*fn)(void* ctx, int thread, int threads) = nullptr;
  void* ctx = nullptr;
  int thread = 0;
  int threads = 0;
  Worker* next = nullptr;  ///< in the idle stack or in a crew
  Signal start;
  alignas(64) Signal done;

  [[noreturn]] void work() noexcept {
    for (std::uint32_t seen = 0;; ++seen) {
      start.wait_past(seen);
      fn(ctx, thread, threads);
      done.advance();
    }
  }
};

Gang& Gang::process() {
  static Gang* const gang = new Gang;  // outlives static destructors, which run beside its threads
  return *gang;
}

Gang::Worker* Gang::hire() {
  {
    const std::lock_guard lock(mutex_);
    if (Worker* const worker = idle_) {
      idle_ = worker->next;
      return worker;
    }
  }
  auto worker = std::make_unique<Worker>();
  std::thread([worker = worker.get()] { worker->work(); }).detach();
  return worker.release();  // lives as long as its thread: until the process ends
}

void Gang::dismiss(Worker* crew) noexcept {
  const std::lock_guard lock(mutex_);
  while (crew) idle_ = std::exchange(crew, std::exchange(crew->next, idle_));
}

void Gang::run(int threads, void (*fn)(void* ctx, int thread, int threads), void* ctx) {
  Worker* crew = nullptr;
  try {
    for (int thread = 1; thread < threads; ++thread) {
      Worker* const worker = hire();
      worker->fn = fn, worker->ctx = ctx;
      worker->thread = thread, worker->threads = threads;
      worker->next = std::exchange(crew, worker);
    }
  } catch (...) {
    dismiss(crew);
    throw;
  }
  for (Worker* worker = crew; worker; worker = worker->next) worker->start.advance();
  fn(ctx, 0, threads);
  for (Worker* worker = crew; worker; worker = worker->next) {
    // Both signals count jobs: done lags behind start by one until the job is finished.
    worker->done.wait_past(worker->start.value() - 1);
  }
  dismiss(crew);
}

}  // namespace nabla
