// The products as their definitions read: what every faster version is tested against.
#pragma once

#include <cmath>

#include "kernels/types.h"

namespace nabla {

/// C = alpha·op(A)·op(B) + beta·C, as Table::gemm: beta·C first, then one chain of fused
/// multiply-adds in ascending k. Where the machine has FMA, gemm gives exactly these bits.
template <class T>
void gemm_naive(bool ta, bool tb, Index m, Index n, Index k, T alpha, const T* a, Index lda,
                const T* b, Index ldb, T beta, T* c, Index ldc) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      T sum = beta == T(0) ? T(0) : beta * c[i * ldc + j];
      for (Index p = 0; p < k && alpha != T(0); ++p) {
        const T left = alpha * (ta ? a[p * lda + i] : a[i * lda + p]);
        sum = std::fma(left, tb ? b[j * ldb + p] : b[p * ldb + j], sum);
      }
      c[i * ldc + j] = sum;
    }
  }
}

}  // namespace nabla
