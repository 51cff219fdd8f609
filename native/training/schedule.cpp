// Learning rates over time.
#include "training/schedule.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/options.h"
#include "training/metrics.h"

namespace nabla {
namespace {

const ScheduleRow* find_schedule(const std::string& name) {
  for (const ScheduleRow& row : schedules) {
    if (name == row.info.name) return &row;
  }
  return nullptr;
}

std::int64_t count_of(const Options& options, const char* key, std::int64_t fallback) {
  const double number = options.number(key, static_cast<double>(fallback));
  if (!(number >= 0 && number <= 0x1p53)) options.fail(key, "must be a count");
  return static_cast<std::int64_t>(number);
}

}  // namespace

Schedule::Schedule(const Value& value, double learning_rate)
    : row_(&schedules[0]), base_(learning_rate) {
  if (value.is_null()) return;
  const Options options(value, "/schedule");
  const std::string name = options.string("type");
  row_ = find_schedule(name);
  if (row_ == nullptr) {
    throw Error("unknown-type", "no schedule is called `" + name + "`", options.pointer("type"));
  }
  for (int i = 0; i < row_->info.parameter_count; ++i) {
    parameters_[i] = options.number(row_->info.parameter_names[i]);
  }
  per_epoch_ = row_->info.counts && options.choice("per", {"epoch", "step"}) == "epoch";
  warmup_steps_ = count_of(options, "warmupSteps", 0);
  warmup_from_ = options.number("warmupFrom", 0);
  if (!row_->info.watches) return;
  watched_ = options.string("metric");
  higher_is_better_ = higher_is_better(watched_);
  threshold_ = options.number("threshold");
  patience_ = count_of(options, "patience", 0);
  cooldown_ = count_of(options, "cooldown", 0);
}

double Schedule::rate(std::int64_t step, std::int64_t epoch) const {
  if (step >= warmup_steps_) {
    return after_warmup(static_cast<double>(step - warmup_steps_), static_cast<double>(epoch));
  }
  const double share = static_cast<double>(step) / static_cast<double>(warmup_steps_);
  return after_warmup(0, 0) * (warmup_from_ + (1 - warmup_from_) * share);
}

double Schedule::after_warmup(double step, double epoch) const {
  const double steps = std::max(1.0, static_cast<double>(length_ - warmup_steps_));
  const double share = std::min(1.0, step / steps);
  return row_->rate({base_, per_epoch_ ? epoch : step, share, steps, scale_, parameters_});
}

void Schedule::observe(double value) {
  const double sign = higher_is_better_ ? -1 : 1;
  const double needed = best_ - sign * threshold_ * best_;
  const bool better = !observed_ || (higher_is_better_ ? value > needed : value < needed);
  observed_ = true;
  if (better) {
    best_ = value;
    bad_ = 0;
  } else {
    ++bad_;
  }
  if (cooling_ > 0) {
    --cooling_;
    bad_ = 0;
  }
  if (bad_ <= patience_) return;
  scale_ *= parameters_[0];
  cooling_ = cooldown_;
  bad_ = 0;
}

void Schedule::exchange(StateExchange& state) {
  if (watched_.empty()) return;
  state.number("schedule.scale", scale_);
  state.flag("schedule.observed", observed_);
  state.number("schedule.best", best_);
  state.number("schedule.bad", bad_);
  state.number("schedule.cooling", cooling_);
}

}  // namespace nabla
