// max(η·f^k, η_min), k the reductions so far: one each time a watched metric has not got better, by
// a share of at least θ, for more than `patience` measurements. PyTorch's ReduceLROnPlateau; when
// it does is native/training/schedule.h's.
#pragma once

#include <algorithm>

#include "schedules/schedule.h"

namespace nabla {

struct ReduceOnPlateauSchedule {
  static constexpr ScheduleInfo info{.name = "reduce-on-plateau",
                                     .watches = true,
                                     .parameter_count = 2,
                                     .parameter_names = {"factor", "minimumRate"}};

  static double rate(const ScheduleMoment& now) {
    return std::max(now.base * now.scale, std::min(now.base, now.p[1]));
  }
};

}  // namespace nabla
