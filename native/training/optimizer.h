// The optimiser of a training run: its options, its state beside the parameters, and, where a
// gradient must be seen as a whole before it is applied, the gradients. What optimisers compute is
// in native/optimizers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/parameters.h"
#include "core/plan.h"
#include "core/state.h"
#include "core/value.h"
#include "layers/layer.h"

namespace nabla {

// Of the gradients of a step: at most one of the two, 0 for none.
struct GradientClipping {
  double norm = 0;   // longest 2-norm of all of them together
  double value = 0;  // largest |element|
};

// { norm } or { value }, or null. Throws Error("invalid-network").
GradientClipping parse_clipping(const Value& value);

template <class T>
class Optimizer {
 public:
  // `parameters` must outlive this. `options` is { type, learningRate, …hyperparameters }. With
  // `clipping`, or a step of several batches, backward stores gradients and apply() uses them;
  // otherwise each is applied as soon as it is known. Throws Error("unknown-type" or
  // "invalid-network") with pointers such as /optimizer/learningRate.
  Optimizer(const Plan<T>& plan, const Tensors<T>& parameters, const Value& options,
            GradientClipping clipping, bool several_batches);
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  double learning_rate() const { return learning_rate_; }
  // Before the backward pass of step t, from 1; one thread.
  void begin_step(std::int64_t t, double learning_rate);
  // What backward does with gradients, of the first batch of a step or a later one. One for each
  // parameter; w is null for those that do not learn.
  const WeightUpdate<T>* updates(bool first) const {
    return stores_ ? (first ? stored_ : added_).data() : updates_.data();
  }

  bool stores() const { return stores_; }
  // Where gradients are stored: clips and applies them. Every thread calls it after backward, and
  // all is done when it returns. Norms have one order of addition: rows of a matrix in turn.
  void apply(const Pass<T>& pass);

  // Its tensors as `optimizer.<state>.<parameter>`. What an optimiser keeps beside them (a scale of
  // the learning rate, sums of gradients) belongs here too.
  void exchange(const Plan<T>& plan, StateExchange& state);

 private:
  std::size_t step_for(double l1, double l2);
  void store_gradients(const Plan<T>& plan);
  double clipping_factor(const Pass<T>& pass);

  int id_;
  double learning_rate_;
  double decay_;  // an L2 penalty on every parameter
  OptimizerStep<T> base_{};
  std::vector<OptimizerStep<T>> steps_;  // one for each pair of penalties in the network
  std::vector<Tensors<T>> state_;
  std::vector<WeightUpdate<T>> updates_;

  const GradientClipping clipping_;
  const bool stores_;
  Tensors<T> gradients_;
  std::vector<WeightUpdate<T>> stored_, added_;
  // Of parameters that learn.
  struct Shape {
    std::size_t parameter;
    Index rows, cols, stored;
    std::size_t first_row;  // of row_squares_
  };
  std::vector<Shape> shapes_;
  std::vector<double> row_squares_;
};

}  // namespace nabla
