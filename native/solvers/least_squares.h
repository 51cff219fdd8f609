// Least squares: the output layer's best weights and biases in one iteration, all layers before it
// as they are.
#pragma once

#include "solvers/solver.h"

namespace nabla {

// Options: ridge.
std::unique_ptr<Solver> make_least_squares(const Options& options);

inline constexpr SolverInfo least_squares{"least-squares", true, true, make_least_squares};

// Of the layer that is solved, biases included: R takes their square, pivoting their cube.
inline constexpr Index most_features = 4096;

}  // namespace nabla
