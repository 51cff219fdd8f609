// Adam with Nesterov momentum. With μ_t = β₁·(1 − ½·0.96^(t·ψ)) and Π_t = μ_1·…·μ_t:
// w ← w − (η·(1 − μ_t)/(1 − Π_t)·g + η·μ_{t+1}/(1 − Π_{t+1})·m)/(√v/√(1 − β₂ᵗ) + ε).
// Dozat, ICLR workshop 2016.
#pragma once

#include "optimizers/adam.h"
#include "optimizers/optimizer.h"

namespace nabla {

struct Nadam {
  static constexpr OptimizerInfo info{
      .name = "nadam",
      .state_count = 2,
      .state_names = {"mean", "squares"},
      .parameter_count = 4,
      .parameter_names = {"beta1", "beta2", "epsilon", "momentumDecay"}};

  /// 0.96^x, 0 ≤ x ≤ 1, by its series: the same bits on every machine.
  static double power_of_096(double x) {
    const double logarithm = x * -0.040821994520255166;
    double power = 1, term = 1;
    for (int i = 1; i < 12; ++i) {
      term *= logarithm / i;
      power += term;
    }
    return power;
  }

  template <class V>
  static void update(V& w, V g, V (&s)[3], const StepVectors<V>& step) {
    Adam::update_moments(g, s, step);
    const V direction = fma(step.correction[2], g, step.correction[0] * s[0]);
    w = w - direction / fma(sqrt(s[1]), step.correction[1], step.hyper[2]);
  }

  template <class T>
  static void prepare(OptimizerStep<T>& step) {
    Adam::prepare(step);
    const double beta = double(step.hyper[0]), rate = double(step.learning_rate);
    const double decay = power_of_096(double(step.hyper[3]));
    double factor = 1, product = 1;
    std::int64_t i = 0;
    while (i < step.t && product > 0x1p-60) {  // below that 1 − Π is 1
      ++i;
      factor *= decay;
      product *= beta * (1 - 0.5 * factor);
    }
    const double factor_now = integer_power(decay, step.t);
    const double now = beta * (1 - 0.5 * factor_now), next = beta * (1 - 0.5 * factor_now * decay);
    step.correction[0] = static_cast<T>(rate * next / (1 - product * next));
    step.correction[2] = static_cast<T>(rate * (1 - now) / (1 - product));
  }
};

}  // namespace nabla
