// The learning rate of a training run, step by step: the formula chosen, its warm-up, and the
// plateaus met so far. The formulas are in native/schedules.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "core/state.h"
#include "core/value.h"
#include "schedules/list.h"

namespace nabla {

class Schedule {
 public:
  // { type, warmupSteps, warmupFrom, …parameters }, or null for a constant rate. Throws
  // Error("unknown-type" or "invalid-network") with pointers such as /schedule/gamma.
  Schedule(const Value& options, double learning_rate);

  // How long the training will be, of which some schedules take shares.
  void set_length(std::int64_t steps) { length_ = steps; }

  // Before step `step` of epoch `epoch`, both from 0. During warm-up, the rate the schedule begins
  // with times a factor that grows from `warmupFrom` to 1; steps count from its end.
  double rate(std::int64_t step, std::int64_t epoch) const;

  // The metric whose plateaus matter, such as "validation.loss"; empty for none.
  const std::string& watched() const { return watched_; }
  // A measurement of it.
  void observe(double value);

  void exchange(StateExchange& state);

 private:
  double after_warmup(double step, double epoch) const;

  const ScheduleRow* row_;
  double base_;
  double parameters_[maximum_schedule_parameters] = {};
  bool per_epoch_ = false;
  std::int64_t warmup_steps_ = 0;
  double warmup_from_ = 0;
  std::int64_t length_ = 1;

  std::string watched_;
  bool higher_is_better_ = false;
  double threshold_ = 0;
  std::int64_t patience_ = 0;
  std::int64_t cooldown_ = 0;
  // What is remembered of the metric.
  double scale_ = 1;
  bool observed_ = false;
  double best_ = 0;
  std::int64_t bad_ = 0;      // measurements since the best, or the end of a cool-down
  std::int64_t cooling_ = 0;  // measurements left of it
};

}  // namespace nabla
