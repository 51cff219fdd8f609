// v ← α·v + (1 − α)·g², m ← μ·m + g/(√v + ε), w ← w − η·m. Tieleman and Hinton, Lecture 6.5, 2012.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Rmsprop {
  static constexpr OptimizerInfo info{.name = "rmsprop",
                                      .state_count = 2,
                                      .state_names = {"squares", "velocity"},
                                      .parameter_count = 3,
                                      .parameter_names = {"alpha", "epsilon", "momentum"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    const V alpha = step.hyper[0], epsilon = step.hyper[1], momentum = step.hyper[2];
    s[0] = fma(alpha, s[0], (1 - alpha) * g * g);
    s[1] = fma(momentum, s[1], g / (sqrt(s[0]) + epsilon));
    w = fma(-step.learning_rate, s[1], w);
  }
};

}  // namespace nabla
