// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε).
// Kingma and Ba, arXiv:1412.6980.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Adam {
  static constexpr OptimizerInfo info{.name = "adam",
                                      .state_count = 2,
                                      .state_names = {"mean", "squares"},
                                      .parameter_count = 3,
                                      .parameter_names = {"beta1", "beta2", "epsilon"}};

  /// The running means of g and g².
  template <class V>
  static void update_moments(V g, V (&s)[3], const StepVectors<V>& step) {
    s[0] = fma(step.hyper[0], s[0], (1 - step.hyper[0]) * g);
    s[1] = fma(step.hyper[1], s[1], (1 - step.hyper[1]) * g * g);
  }

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    update_moments(g, s, step);
    w = w - step.correction[0] * s[0] / fma(sqrt(s[1]), step.correction[1], step.hyper[2]);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    step.correction[0] = static_cast<T>(double(step.learning_rate) /
                                        (1 - integer_power(double(step.hyper[0]), step.t)));
    step.correction[1] =
        static_cast<T>(1 / __builtin_sqrt(1 - integer_power(double(step.hyper[1]), step.t)));
  }
};

}  // namespace nabla
