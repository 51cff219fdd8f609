// When a training ends before its epochs are done: the loss has come to rest, or a watched metric
// no longer gets better. Limits of steps and of time are the caller's.
#pragma once

#include <cstdint>
#include <string>

#include "core/state.h"
#include "core/value.h"

namespace nabla {

enum class StopReason { none, tolerance, early };

class Stopping {
 public:
  // { tolerance?, early?: { metric, patience, minDelta, restoreBest } }, or null for never. Throws
  // Error("invalid-network") with pointers such as /stopping/early/metric.
  explicit Stopping(const Value& options);

  bool watches_loss() const { return tolerance_ > 0; }
  // The metric that must get better, such as "validation.loss"; empty for none.
  const std::string& watched() const { return watched_; }
  bool restores_best() const { return restores_best_; }

  // J_k of an epoch: stops when |J_k − J_{k−1}| < tolerance.
  void observe_loss(double loss);
  // A measurement of the metric; whether it is the best so far. Stops after `patience` measurements
  // in a row that were not better than the best by more than minDelta.
  bool observe(double value, std::int64_t epoch);

  StopReason reason() const { return reason_; }
  // Epochs done at the best measurement; 0 without any.
  std::int64_t best_epoch() const { return best_epoch_; }

  void exchange(StateExchange& state);

 private:
  double tolerance_ = 0;
  std::string watched_;
  bool higher_is_better_ = false;
  std::int64_t patience_ = 0;
  double min_delta_ = 0;
  bool restores_best_ = false;

  StopReason reason_ = StopReason::none;
  bool has_loss_ = false;
  double loss_ = 0;
  double best_ = 0;
  std::int64_t best_epoch_ = 0;
  std::int64_t waited_ = 0;
};

}  // namespace nabla
