// Heavy ball: s ← μ·s + (1 − τ)·g, but s ← g at first, w ← w − η·s. Polyak, USSR Comput. Math. 4
// (1964).
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Momentum {
  static constexpr OptimizerInfo info{.name = "momentum",
                                      .state_count = 1,
                                      .state_names = {"velocity"},
                                      .parameter_count = 2,
                                      .parameter_names = {"momentum", "dampening"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    s[0] = fma(step.hyper[0], s[0], step.correction[0] * g);
    w = fma(-step.learning_rate, s[0], w);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    step.correction[0] = step.t == 1 ? T(1) : 1 - step.hyper[1];
  }
};

}  // namespace nabla
