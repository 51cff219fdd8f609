// What a full-batch solver is: built from its options, then iterated. Each file beside this one
// holds one, with its row for list.h.
#pragma once

#include <memory>

#include "core/options.h"
#include "core/state.h"
#include "solvers/problem.h"

namespace nabla {

enum class Iteration {
  improved,
  converged,  // the tolerances hold, or no better point can be found: another iteration is useless
  diverged,   // J is not finite at the point the solver began from
};

// Keeps its state from one iteration to the next; the problem's parameters are its current point
// after each. Deterministic. All arithmetic outside the problem is in float64.
class Solver {
 public:
  virtual ~Solver() = default;
  virtual Iteration iterate(Problem& problem) = 0;
  // J without penalties at the current point, after an iteration.
  virtual double loss() const = 0;
  // What iterations hand on beside the problem's parameters, as `optimizer.<name>`.
  virtual void exchange(StateExchange& state) = 0;
};

struct SolverInfo {
  const char* name;
  bool squares;            // J must be a sum of squares
  bool output_layer_only;  // solves the output layer, which must be dense and linear
  std::unique_ptr<Solver> (*make)(const Options& options);
};

}  // namespace nabla
