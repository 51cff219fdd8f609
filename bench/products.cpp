// The packed forward product beside the processor's multiply-add peak, on 1 … n threads of the
// gang. `bench_products <threads> <runs> <m> <n> <k>` prints one line of JSON a run, both in
// GFLOP/s.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>

#include "kernels/dispatch.h"
#include "kernels/gang.h"

namespace {

using nabla::Index;
using Clock = std::chrono::steady_clock;

struct Free {
  void operator()(float* p) const { ::operator delete[](p, std::align_val_t{64}); }
};
using Array = std::unique_ptr<float[], Free>;

/// `size` small numbers of both signs, on a cache line.
Array numbers(Index size) {
  Array array(static_cast<float*>(::operator new[](size * sizeof(float), std::align_val_t{64})));
  for (Index i = 0; i < size; ++i) array[i] = static_cast<float>((i * 37) % 101 - 50) / 64;
  return array;
}

struct Product {
  const nabla::Table<float>& kernels = nabla::table<float>();
  Index m, n, k;
  Index ldx = nabla::leading_dimension<float>(k);
  Index ldz = nabla::leading_dimension<float>(kernels.panel_count(n) * kernels.panel);
  Array x = numbers(m * ldx), z = numbers(m * ldz), w = numbers(kernels.packed_size(k, n));

  /// The share of one thread: its panels of the weights.
  void share(int thread, int threads) const {
    const Index panels = kernels.panel_count(n);
    kernels.product_forward(z.get(), ldz, x.get(), ldx, w.get(), nullptr, k, n, 0, m,
                            panels * thread / threads, panels * (thread + 1) / threads);
  }
  double operations() const { return 2.0 * m * n * k; }
};

/// Calls `work(thread)` on every thread, `times` times with a barrier after each; gives the
/// seconds.
template <class Work>
double seconds_for(int threads, Index times, const Work& work) {
  struct Context {
    const Work& work;
    Index times;
    nabla::Barrier barrier;
    Clock::time_point start{};
    double seconds = 0;
  } context{work, times, nabla::Barrier(threads)};
  const auto body = [](void* ctx, int thread, int count) {
    Context& shared = *static_cast<Context*>(ctx);
    shared.barrier.wait();
    if (thread == 0) shared.start = Clock::now();
    for (Index i = 0; i < shared.times; ++i) {
      shared.work(thread, count);
      shared.barrier.wait();
    }
    if (thread == 0)
      shared.seconds = std::chrono::duration<double>(Clock::now() - shared.start).count();
  };
  nabla::Gang::process().run(threads, body, &context);
  return context.seconds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: bench_products <threads> <runs> <m> <n> <k>\n");
    return 2;
  }
  const int threads = std::atoi(argv[1]);
  const Product product{.m = std::atol(argv[3]), .n = std::atol(argv[4]), .k = std::atol(argv[5])};
  const auto share = [&](int thread, int count) { product.share(thread, count); };
  constexpr Index rounds = 100'000;  // of multiply-adds: some milliseconds
  double operations = 0;
  const auto burst = [&](int thread, int) {
    const double done = product.kernels.fma_burst(rounds);
    if (thread == 0) operations = done;
  };
  const double once = seconds_for(threads, 20, share) / 20;
  const Index times = std::max<Index>(1, static_cast<Index>(20e-3 / once));
  for (int run = 0; run < std::atoi(argv[2]); ++run) {
    const double peak_seconds = seconds_for(threads, 5, burst) / 5;
    const double product_seconds = seconds_for(threads, times, share) / times;
    std::printf("{\"peak\": %.3f, \"product\": %.3f}\n", operations * threads / peak_seconds * 1e-9,
                product.operations() / product_seconds * 1e-9);
  }
  return 0;
}
