// Heavy ball: s ← μ·s + g, w ← w − η·s. Polyak, USSR Comput. Math. 4 (1964).
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Momentum {
  static constexpr OptimizerInfo info{.name = "momentum",
                                      .state_count = 1,
                                      .state_names = {"velocity"},
                                      .parameter_count = 1,
                                      .parameter_names = {"momentum"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    s[0] = fma(step.hyper[0], s[0], g);
    w = fma(-step.learning_rate, s[0], w);
  }
};

}  // namespace nabla
