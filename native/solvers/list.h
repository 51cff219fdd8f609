// Every full-batch solver, in the order of the catalogue.
#pragma once

#include <string_view>

#include "solvers/l_bfgs.h"
#include "solvers/least_squares.h"
#include "solvers/levenberg_marquardt.h"

namespace nabla {

inline constexpr SolverInfo solvers[] = {l_bfgs, levenberg_marquardt, least_squares};

// Null if no solver has that name.
inline const SolverInfo* find_solver(std::string_view name) {
  for (const SolverInfo& solver : solvers) {
    if (solver.name == name) return &solver;
  }
  return nullptr;
}

}  // namespace nabla
