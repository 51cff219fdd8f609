// What a schedule is made of. Each header beside this one holds one: its formula, its row of facts
// and `rate`, the learning rate at one moment. Plain code in float64: it runs once a step.
// Definitions are PyTorch's where it has them; warm-up is native/training/schedule.h's.
#pragma once

#include <cstdint>

namespace nabla {

inline constexpr int maximum_schedule_parameters = 3;

struct ScheduleInfo {
  const char* name;
  bool counts = false;   // epochs or steps, as the option `per` says
  bool watches = false;  // a metric
  int parameter_count = 0;
  const char* parameter_names[maximum_schedule_parameters] = {};
};

struct ScheduleMoment {
  double base;      // η, the learning rate of the optimiser
  double elapsed;   // epochs or steps as `per` says, steps where the schedule does not count
  double share;     // of all steps that are done, 0 … 1
  double steps;     // in all, at least 1
  double scale;     // product of the reductions on a plateau so far
  const double* p;  // in the order of the row's names
};

// x^n for whole n ≥ 0 by squaring: the same bits on every machine.
inline double whole_power(double x, double n) {
  double power = 1;
  for (auto left = static_cast<std::int64_t>(n); left > 0; left /= 2, x *= x) {
    if (left % 2 == 1) power *= x;
  }
  return power;
}

// (1 + cos πx)/2 for 0 ≤ x ≤ 1, which falls from 1 to 0: cos²(πx/2) by its series, the same bits on
// every machine.
inline double half_cosine(double x) {
  const double y = 1.5707963267948966 * x, square = -y * y;
  double cosine = 1, term = 1;
  for (int i = 2; i <= 26; i += 2) {
    term *= square / (i * (i - 1));
    cosine += term;
  }
  return cosine * cosine;
}

}  // namespace nabla
