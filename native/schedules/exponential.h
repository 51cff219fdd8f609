// η·γ^t. PyTorch's ExponentialLR.
#pragma once

#include "schedules/schedule.h"

namespace nabla {

struct ExponentialSchedule {
  static constexpr ScheduleInfo info{
      .name = "exponential", .counts = true, .parameter_count = 1, .parameter_names = {"gamma"}};

  static double rate(const ScheduleMoment& now) {
    return now.base * whole_power(now.p[0], now.elapsed);
  }
};

}  // namespace nabla
