// w ← w·(1 − η·λ) − η·sign(β₁·m + (1 − β₁)·g), m ← β₂·m + (1 − β₂)·g, the sign of 0 being 0.
// Chen et al., arXiv:2302.06675.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Lion {
  static constexpr OptimizerInfo info{.name = "lion",
                                      .state_count = 1,
                                      .state_names = {"mean"},
                                      .parameter_count = 3,
                                      .parameter_names = {"beta1", "beta2", "weightDecay"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    const V direction = fma(step.hyper[0], s[0], (1 - step.hyper[0]) * g);
    const V sign = select(direction == 0, V(0), copysign(V(1), direction));
    w = fma(-step.learning_rate, sign, w * step.correction[0]);
    s[0] = fma(step.hyper[1], s[0], (1 - step.hyper[1]) * g);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    step.correction[0] = static_cast<T>(1 - double(step.learning_rate) * double(step.hyper[2]));
  }
};

}  // namespace nabla
