// η·γ^⌊t/n⌋. PyTorch's StepLR.
#pragma once

#include <cmath>

#include "schedules/schedule.h"

namespace nabla {

struct StepSchedule {
  static constexpr ScheduleInfo info{
      .name = "step", .counts = true, .parameter_count = 2, .parameter_names = {"every", "gamma"}};

  static double rate(const ScheduleMoment& now) {
    return now.base * whole_power(now.p[1], std::floor(now.elapsed / now.p[0]));
  }
};

}  // namespace nabla
