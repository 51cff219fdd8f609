// v ← α·v + (1 − α)·g², m ← μ·m + g/(√v + ε), w ← w − η·m. Tieleman and Hinton, Lecture 6.5, 2012.
// Centred: a ← α·a + (1 − α)·g, and v − a² in place of v under the root. Graves, arXiv:1308.0850.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Rmsprop {
  static constexpr OptimizerInfo info{
      .name = "rmsprop",
      .state_count = 3,
      .state_names = {"squares", "velocity", "mean"},
      .parameter_count = 4,
      .parameter_names = {"alpha", "epsilon", "momentum", "centered"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    const V alpha = step.hyper[0], epsilon = step.hyper[1], momentum = step.hyper[2];
    s[0] = fma(alpha, s[0], (1 - alpha) * g * g);
    s[2] = step.hyper[3] * fma(alpha, s[2], (1 - alpha) * g);
    const V variance = max(V(0), fma(-s[2], s[2], s[0]));  // rounding may take it below 0
    s[1] = fma(momentum, s[1], g / (sqrt(variance) + epsilon));
    w = fma(-step.learning_rate, s[1], w);
  }
};

}  // namespace nabla
