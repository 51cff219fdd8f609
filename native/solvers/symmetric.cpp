// Blocked so that all but a share of 1/n of the work is the table's matrix product.
#include "solvers/symmetric.h"

#include <cmath>

#include "kernels/dispatch.h"
#include "solvers/parallel.h"

namespace nabla {
namespace {

// Columns of a strip: what is computed above the diagonal is waste, so narrow; but products like
// whole panels.
constexpr Index strip = 128;
// Columns factored without products.
constexpr Index panel = 64;

double dot(const double* a, const double* b, Index count) {
  double sum = 0;
  for (Index i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

// Rows [begin, n) of columns [begin, end) of L, the columns before them being done with.
bool factor_panel(Index n, double* a, Index begin, Index end) {
  for (Index j = begin; j < end; ++j) {
    double* row = a + j * n;
    const double square = row[j] - dot(row + begin, row + begin, j - begin);
    if (!(square > 0) || !std::isfinite(square)) return false;
    row[j] = std::sqrt(square);
    for (Index i = j + 1; i < n; ++i) {
      double* other = a + i * n;
      other[j] = (other[j] - dot(other + begin, row + begin, j - begin)) / row[j];
    }
  }
  return true;
}

}  // namespace

void symmetric_update(Index n, Index depth, double alpha, const double* a, Index lda,
                      bool transposed, double* c, Index ldc, int threads) {
  const auto gemm = table<double>().gemm;
  const double flops = static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(depth);
  in_parallel(threads_for(flops, threads), [&](int thread, int count) {
    for (Index s = thread; s * strip < n; s += count) {
      const Index from = s * strip, columns = min(strip, n - from);
      const double* rows = transposed ? a + from : a + from * lda;
      gemm(transposed, !transposed, n - from, columns, depth, alpha, rows, lda, rows, lda, 1.0,
           c + from * ldc + from, ldc);
    }
  });
}

bool cholesky(Index n, double* a, int threads) {
  for (Index begin = 0; begin < n; begin += panel) {
    const Index end = min(n, begin + panel);
    if (!factor_panel(n, a, begin, end)) return false;
    symmetric_update(n - end, end - begin, -1.0, a + end * n + begin, n, false, a + end * n + end,
                     n, threads);
  }
  return true;
}

void cholesky_solve(Index n, const double* l, double* x) {
  for (Index i = 0; i < n; ++i) x[i] = (x[i] - dot(l + i * n, x, i)) / l[i * n + i];
  for (Index i = n; i-- > 0;) {
    x[i] /= l[i * n + i];
    for (Index j = 0; j < i; ++j) x[j] -= l[i * n + j] * x[i];
  }
}

}  // namespace nabla
