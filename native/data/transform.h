// What a number goes through on its way from a record into a network, and back. The same steps,
// with the same figures, are in src/training/transforms.ts, which predictions are encoded by.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace nabla {

enum class StepKind : std::uint8_t {
  scale,  // (v − a) / b, or 0 where b is 0
  clip,   // the nearest in [a, b]
  log,    // ln v
  log1p,  // ln(1 + v)
};

struct Step {
  StepKind kind;
  double a = 0;
  double b = 1;
};

// values[i] becomes step(values[i]) with the parameters a[i] and b[i], or, unless kEach, a[0] and
// b[0] for all. b of a scale is what it is divided by: ∞ for spread 0. NaN stays NaN.
template <bool kEach>
inline void apply_step(StepKind kind, const double* a, const double* b, double* values,
                       std::size_t count) noexcept {
  const auto at = [](std::size_t i) { return kEach ? i : 0; };
  switch (kind) {
    case StepKind::scale:
      // + 0.0: no −0
      for (std::size_t i = 0; i < count; ++i) values[i] = (values[i] - a[at(i)]) / b[at(i)] + 0.0;
      return;
    case StepKind::clip:
      for (std::size_t i = 0; i < count; ++i) {
        const double v = values[i];
        values[i] = v < a[at(i)] ? a[at(i)] : v > b[at(i)] ? b[at(i)] : v;
      }
      return;
    case StepKind::log:
      for (std::size_t i = 0; i < count; ++i) values[i] = std::log(values[i]);
      return;
    case StepKind::log1p:
      for (std::size_t i = 0; i < count; ++i) values[i] = std::log1p(values[i]);
      return;
  }
}

// b as apply_step wants it.
inline double step_operand(const Step& step) noexcept {
  const bool flat = step.kind == StepKind::scale && step.b == 0;
  return flat ? std::numeric_limits<double>::infinity() : step.b;
}

inline double apply_steps(const std::vector<Step>& steps, double v) noexcept {
  for (const Step& step : steps) {
    const double b = step_operand(step);
    apply_step<false>(step.kind, &step.a, &b, &v, 1);
  }
  return v;
}

// The number that the steps made v of; where a clip has cut it, the bound.
inline double invert_steps(const std::vector<Step>& steps, double v) noexcept {
  for (std::size_t i = steps.size(); i-- > 0;) {
    const Step& step = steps[i];
    switch (step.kind) {
      case StepKind::scale:
        v = v * step.b + step.a;
        break;
      case StepKind::clip:
        break;
      case StepKind::log:
        v = std::exp(v);
        break;
      case StepKind::log1p:
        v = std::expm1(v);
        break;
    }
  }
  return v;
}

}  // namespace nabla
