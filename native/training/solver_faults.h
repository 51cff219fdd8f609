// What a full-batch solver cannot train: asked before a job is queued, and again by the trainer.
#pragma once

#include <string>
#include <vector>

#include "core/objective.h"
#include "core/spec.h"
#include "core/value.h"

namespace nabla {

struct SolverFault {
  const char* about;  // "network" or "loss"
  std::string detail;
};

// Empty if `optimizer`, { type, …options }, is no solver. Throws nabla::Error when the network
// itself is at fault.
std::vector<SolverFault> solver_faults(const NetworkSpec& spec, const std::vector<LossSpec>& losses,
                                       const Value& optimizer);

}  // namespace nabla
