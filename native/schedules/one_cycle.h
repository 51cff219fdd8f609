// Up from η/a to η over a share ρ of the steps, then down to η/(a·b), both along a cosine:
// PyTorch's OneCycleLR without its cycle of the momentum. Smith and Topin, arXiv:1708.07120.
#pragma once

#include "schedules/schedule.h"

namespace nabla {

struct OneCycleSchedule {
  static constexpr ScheduleInfo info{.name = "one-cycle",
                                     .parameter_count = 3,
                                     .parameter_names = {"rise", "startDivisor", "endDivisor"}};

  static double rate(const ScheduleMoment& now) {
    const double start = now.base / now.p[1], end = start / now.p[2];
    const double top = now.p[0] * now.steps - 1, last = now.steps - 1;
    const double t = now.share * now.steps;
    if (t <= top) return now.base + (start - now.base) * half_cosine(top > 0 ? t / top : 1);
    return end + (now.base - end) * half_cosine(last > top ? (t - top) / (last - top) : 1);
  }
};

}  // namespace nabla
