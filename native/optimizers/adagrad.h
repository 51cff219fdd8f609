// v ← v + g², w ← w − η_t·g/(√v + ε), η_t = η/(1 + (t − 1)·decay); v begins at
// `initialAccumulator`. Duchi, Hazan and Singer, JMLR 12 (2011).
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Adagrad {
  static constexpr OptimizerInfo info{
      .name = "adagrad",
      .state_count = 1,
      .state_names = {"squares"},
      .parameter_count = 3,
      .parameter_names = {"learningRateDecay", "initialAccumulator", "epsilon"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    s[0] = fma(g, g, s[0] + step.correction[1]);
    w = w - step.correction[0] * g / (sqrt(s[0]) + step.hyper[2]);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    step.correction[0] = static_cast<T>(double(step.learning_rate) /
                                        (1 + double(step.t - 1) * double(step.hyper[0])));
    step.correction[1] = step.t == 1 ? step.hyper[1] : T(0);
  }
};

}  // namespace nabla
