// Symmetric positive definite matrices by their lower triangles, row-major, in float64.
#pragma once

#include "kernels/types.h"

namespace nabla {

// C(n×n) += alpha·A·Aᵀ with A n×depth, or alpha·Aᵀ·A with A depth×n if `transposed`. Only the lower
// triangle of C is meaningful after it. Same bits at any number of threads.
void symmetric_update(Index n, Index depth, double alpha, const double* a, Index lda,
                      bool transposed, double* c, Index ldc, int threads);

// A(n×n) := L with A = L·Lᵀ, in the lower triangle. False, with A spoilt, unless A is positive
// definite.
bool cholesky(Index n, double* a, int threads);

// x := A⁻¹·x for the L that cholesky() left.
void cholesky_solve(Index n, const double* l, double* x);

}  // namespace nabla
