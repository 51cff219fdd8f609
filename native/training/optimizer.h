// The optimiser of a training run: its options, its state beside the parameters, its step counter.
// What optimisers compute is in native/optimizers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/parameters.h"
#include "core/plan.h"
#include "core/state.h"
#include "core/value.h"

namespace nabla {

template <class T>
class Optimizer {
 public:
  // `parameters` must outlive this. `options` is { type, learningRate, …hyperparameters }. Throws
  // Error("unknown-type" or "invalid-network") with pointers such as /optimizer/learningRate.
  Optimizer(const Plan<T>& plan, const Tensors<T>& parameters, const Value& options);
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  // Before the backward pass of step t, from 1; one thread.
  void begin_step(std::int64_t t);
  // One for each parameter; w is null for those that do not learn.
  const WeightUpdate<T>* updates() const { return updates_.data(); }

  // Its tensors as `optimizer.<state>.<parameter>`. What an optimiser keeps beside them (a scale of
  // the learning rate, sums of gradients) belongs here too.
  void exchange(const Plan<T>& plan, StateExchange& state);

 private:
  std::size_t step_for(double l1, double l2);

  int id_;
  double decay_;  // an L2 penalty on every parameter
  OptimizerStep<T> base_{};
  std::vector<OptimizerStep<T>> steps_;  // one for each pair of penalties in the network
  std::vector<Tensors<T>> state_;
  std::vector<WeightUpdate<T>> updates_;
};

}  // namespace nabla
