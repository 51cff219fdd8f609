// Nesterov momentum: s ← μ·s + g, w ← w − η·(g + μ·s).
// Sutskever, Martens, Dahl and Hinton, ICML 2013.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Nesterov {
  static constexpr OptimizerInfo info{.name = "nesterov",
                                      .state_count = 1,
                                      .state_names = {"velocity"},
                                      .parameter_count = 1,
                                      .parameter_names = {"momentum"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    s[0] = fma(step.hyper[0], s[0], g);
    w = fma(-step.learning_rate, fma(step.hyper[0], s[0], g), w);
  }
};

}  // namespace nabla
