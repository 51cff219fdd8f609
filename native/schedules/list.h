// Every schedule, in the order of the catalogue.
#pragma once

#include "schedules/constant.h"
#include "schedules/cosine.h"
#include "schedules/exponential.h"
#include "schedules/inverse_time.h"
#include "schedules/one_cycle.h"
#include "schedules/reduce_on_plateau.h"
#include "schedules/schedule.h"
#include "schedules/step.h"

namespace nabla {

struct ScheduleRow {
  ScheduleInfo info;
  double (*rate)(const ScheduleMoment& now);
};

template <class S>
constexpr ScheduleRow schedule_row() {
  return {S::info, S::rate};
}

inline constexpr ScheduleRow schedules[] = {
    schedule_row<ConstantSchedule>(),       schedule_row<InverseTimeSchedule>(),
    schedule_row<StepSchedule>(),           schedule_row<ExponentialSchedule>(),
    schedule_row<CosineSchedule>(),         schedule_row<OneCycleSchedule>(),
    schedule_row<ReduceOnPlateauSchedule>()};

}  // namespace nabla
