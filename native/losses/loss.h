// What a loss is made of. Each header beside this one holds one: its formula, its row of facts, and
// either `evaluate` on a vector V of outputs and targets, or `evaluate_row` where every output of a
// row counts. The loops and the weights are in kernels/elementwise_kernels.h.
#pragma once

#include "activations/activation.h"
#include "kernels/elementwise.h"

namespace nabla {

/// ψ(y, d) of some outputs, and its derivative with respect to y (to z for a fused loss).
template <class V>
struct LossTerm {
  V value, gradient;
};

}  // namespace nabla
