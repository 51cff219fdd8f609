// η all the time.
#pragma once

#include "schedules/schedule.h"

namespace nabla {

struct ConstantSchedule {
  static constexpr ScheduleInfo info{.name = "constant"};

  static double rate(const ScheduleMoment& now) { return now.base; }
};

}  // namespace nabla
