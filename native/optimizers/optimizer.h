// What an optimiser is made of. Each header beside this one holds one: its rule, its row of facts
// and `update` on a vector V of weights. `prepare` computes what depends on the step number alone;
// it runs in plain code (elementwise.cpp), never in a file built for one instruction set.
// Definitions are PyTorch's. The L1 and L2 penalties are already in the gradient g
// (kernels/elementwise_kernels.h).
#pragma once

#include "kernels/elementwise.h"

namespace nabla {

/// The scalars of an OptimizerStep as vectors.
template <class V>
struct StepVectors {
  V learning_rate;
  V hyper[maximum_parameters];
  V correction[4];
};

/// x^n for n ≥ 0 by squaring: the same bits on every machine, which libm's pow does not promise.
inline double integer_power(double x, std::int64_t n) {
  double power = 1;
  for (; n > 0; n /= 2, x *= x) {
    if (n % 2 == 1) power *= x;
  }
  return power;
}

}  // namespace nabla
