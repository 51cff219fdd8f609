// η/(1 + κ·t), which meets Robbins and Monro's conditions (Ann. Math. Statist. 22, 1951).
#pragma once

#include "schedules/schedule.h"

namespace nabla {

struct InverseTimeSchedule {
  static constexpr ScheduleInfo info{
      .name = "inverse-time", .counts = true, .parameter_count = 1, .parameter_names = {"decay"}};

  static double rate(const ScheduleMoment& now) { return now.base / (1 + now.p[0] * now.elapsed); }
};

}  // namespace nabla
