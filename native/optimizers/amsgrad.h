// Adam with the largest v so far: u ← max(u, v), w ← w − η/(1 − β₁ᵗ)·m/(√u/√(1 − β₂ᵗ) + ε).
// Reddi, Kale and Kumar, arXiv:1904.09237.
#pragma once

#include "optimizers/adam.h"
#include "optimizers/optimizer.h"

namespace nabla {

struct Amsgrad {
  static constexpr OptimizerInfo info{.name = "amsgrad",
                                      .state_count = 3,
                                      .state_names = {"mean", "squares", "largestSquares"},
                                      .parameter_count = 3,
                                      .parameter_names = {"beta1", "beta2", "epsilon"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    Adam::update_moments(g, s, step);
    s[2] = max(s[2], s[1]);
    w = w - step.correction[0] * s[0] / fma(sqrt(s[2]), step.correction[1], step.hyper[2]);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    Adam::prepare(step);
  }
};

}  // namespace nabla
