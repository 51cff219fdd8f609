// v ← ρ·v + (1 − ρ)·g², Δ = g·√(u + ε)/√(v + ε), u ← ρ·u + (1 − ρ)·Δ², w ← w − η·Δ.
// Zeiler, arXiv:1212.5701.
#pragma once

#include "optimizers/optimizer.h"

namespace nabla {

struct Adadelta {
  static constexpr OptimizerInfo info{.name = "adadelta",
                                      .state_count = 2,
                                      .state_names = {"squares", "steps"},
                                      .parameter_count = 2,
                                      .parameter_names = {"rho", "epsilon"}};

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    const V rho = step.hyper[0], epsilon = step.hyper[1];
    s[0] = fma(rho, s[0], (1 - rho) * g * g);
    const V delta = g * sqrt(s[1] + epsilon) / sqrt(s[0] + epsilon);
    s[1] = fma(rho, s[1], (1 - rho) * delta * delta);
    w = fma(-step.learning_rate, delta, w);
  }
};

}  // namespace nabla
