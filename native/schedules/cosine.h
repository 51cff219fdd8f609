// η_min + (η − η_min)·(1 + cos πs)/2 with s the share of all steps that are done. Loshchilov and
// Hutter, arXiv:1608.03983; PyTorch's CosineAnnealingLR over the whole training.
#pragma once

#include "schedules/schedule.h"

namespace nabla {

struct CosineSchedule {
  static constexpr ScheduleInfo info{
      .name = "cosine", .parameter_count = 1, .parameter_names = {"minimumRate"}};

  static double rate(const ScheduleMoment& now) {
    return now.p[0] + (now.base - now.p[0]) * half_cosine(now.share);
  }
};

}  // namespace nabla
