// Stopping rules.
#include "training/stopping.h"

#include <cmath>

#include "core/options.h"
#include "training/metrics.h"

namespace nabla {

Stopping::Stopping(const Value& value) {
  if (value.is_null()) return;
  const Options options(value, "/stopping");
  tolerance_ = options.number("tolerance", 0);
  const Value* given = options.find("early");
  if (given == nullptr || given->is_null()) return;
  const Options early(*given, "/stopping/early");
  watched_ = early.string("metric");
  higher_is_better_ = higher_is_better(watched_);
  patience_ = early.size("patience");
  min_delta_ = early.number("minDelta", 0);
  restores_best_ = early.boolean("restoreBest", true);
}

void Stopping::observe_loss(double loss) {
  if (has_loss_ && std::fabs(loss - loss_) < tolerance_) reason_ = StopReason::tolerance;
  has_loss_ = true;
  loss_ = loss;
}

bool Stopping::observe(double value, std::int64_t epoch) {
  const double gain = higher_is_better_ ? value - best_ : best_ - value;
  const bool better = best_epoch_ == 0 ? !std::isnan(value) : gain > min_delta_;
  if (better) {
    best_ = value;
    best_epoch_ = epoch;
    waited_ = 0;
    return true;
  }
  if (++waited_ >= patience_) reason_ = StopReason::early;
  return false;
}

void Stopping::exchange(StateExchange& state) {
  auto reason = static_cast<std::int64_t>(reason_);
  if (watches_loss()) {
    state.flag("stopping.hasLoss", has_loss_);
    state.number("stopping.loss", loss_);
  }
  if (!watched_.empty()) {
    state.number("stopping.best", best_);
    state.number("stopping.bestEpoch", best_epoch_);
    state.number("stopping.waited", waited_);
  }
  if (watches_loss() || !watched_.empty()) state.number("stopping.reason", reason);
  reason_ = reason == 1   ? StopReason::tolerance
            : reason == 2 ? StopReason::early
                          : StopReason::none;
}

}  // namespace nabla
