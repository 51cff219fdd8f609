// Looking inside a network: what every layer computed for a batch, every gradient, and whether the
// gradients are right.
#pragma once

#include <string>
#include <vector>

#include "core/network.h"
#include "core/value.h"
#include "layers/layer.h"

namespace nabla {

struct InspectionRequest {
  std::vector<double> x;        // rows × input size
  std::vector<double> targets;  // rows × Σ output sizes; empty if none
  Index rows = 0;
  Value losses;  // as parse_losses reads them; null if none
  std::vector<std::string> want;
  Mode mode = Mode::predict;  // of dropout and batch-norm; running statistics never move
};

struct InspectionTensor {
  std::vector<std::string> path;  // {"gradients", "hidden", "weights"}
  std::vector<Index> shape;
  std::vector<double> values;  // row-major, exact whatever the dtype
};

struct Inspection {
  std::vector<InspectionTensor> tensors;
  Value gradient_check;  // null unless wanted
};

// `want` may name outputs, activations, deltas, gradients, inputGradient, jacobian, rowLosses and
// gradientCheck. The gradient check runs in float64 whatever the network's dtype, on a copy.
// Gradients are those of the losses alone, without L1 and L2 penalties; frozen layers have them
// too. Throws Error("invalid-input") for an unknown name, or targets and losses that are needed but
// missing.
template <class T>
Inspection inspect(const Network<T>& network, const InspectionRequest& request);

// A tensor of more parameters than this is checked at this many, evenly spread.
inline constexpr Index max_checked_parameters = 4096;

}  // namespace nabla
