// L-BFGS: a quasi-Newton direction from the last few steps, and a line search for the strong Wolfe
// conditions. For every smooth J.
#pragma once

#include "solvers/solver.h"

namespace nabla {

// Options: memory, gradientTolerance, stepTolerance.
std::unique_ptr<Solver> make_l_bfgs(const Options& options);

inline constexpr SolverInfo l_bfgs{"l-bfgs", false, false, make_l_bfgs};

}  // namespace nabla
