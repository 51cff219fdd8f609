// Levenberg–Marquardt: Gauss–Newton steps on the normal equations, damped. For sums of squares and
// small networks.
#pragma once

#include "solvers/solver.h"

namespace nabla {

// Options: damping, gradientTolerance, stepTolerance, and parameterLimit, which the caller has
// checked: memory and time grow with the square and the cube of the number of parameters.
std::unique_ptr<Solver> make_levenberg_marquardt(const Options& options);

inline constexpr SolverInfo levenberg_marquardt{"levenberg-marquardt", true, false,
                                                make_levenberg_marquardt};

}  // namespace nabla
