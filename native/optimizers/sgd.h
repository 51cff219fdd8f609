// Gradient descent: w ← w − η·g.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Sgd {
  static constexpr OptimizerInfo info{.name = "sgd"};

  template <class V>
  static void update(V& w, V g, V (&)[3], const StepVectors<V>& step) {
    w = fma(-step.learning_rate, g, w);
  }
};

}  // namespace nabla
