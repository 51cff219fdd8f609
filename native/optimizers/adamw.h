// Adam with weight decay outside the gradient: w ← w·(1 − η·λ), then Adam's step.
// Loshchilov and Hutter, arXiv:1711.05101.
#pragma once

#include "optimizers/adam.h"
#include "optimizers/optimizer.h"

namespace nabla {

struct Adamw {
  static constexpr OptimizerInfo info{
      .name = "adamw",
      .state_count = 2,
      .state_names = {"mean", "squares"},
      .parameter_count = 4,
      .parameter_names = {"beta1", "beta2", "epsilon", "weightDecay"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    w = w * step.correction[2];
    Adam::update(w, g, s, step);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    Adam::prepare(step);
    step.correction[2] = static_cast<T>(1 - double(step.learning_rate) * double(step.hyper[3]));
  }
};

}  // namespace nabla
