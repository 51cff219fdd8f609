// Each weight has a step length d of its own, from η at first: longer by η₊ while the sign of its
// gradient stays, shorter by η₋ when it turns, kept in [d_min, d_max]. w ← w − d·sign g; where the
// sign has turned the weight stays for one step. Riedmiller and Braun, ICNN 1993.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Rprop {
  static constexpr OptimizerInfo info{
      .name = "rprop",
      .state_count = 2,
      .state_names = {"gradient", "length"},
      .parameter_count = 4,
      .parameter_names = {"shrink", "growth", "minimumStep", "maximumStep"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    const V turn = sign(g) * sign(s[0]);  // of the product, which could underflow
    const V factor = select(turn > 0, step.hyper[1], select(turn < 0, step.hyper[0], V(1)));
    s[1] = min(max((s[1] + step.correction[0]) * factor, step.hyper[2]), step.hyper[3]);
    s[0] = select(turn < 0, V(0), g);
    w = fma(-s[1], sign(s[0]), w);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    step.correction[0] = step.t == 1 ? step.learning_rate : T(0);
  }

 private:
  template <class V>
  static V sign(V x) {
    return select(x == 0, V(0), copysign(V(1), x));
  }
};

}  // namespace nabla
