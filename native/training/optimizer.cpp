// Setting up an optimiser for the parameters of a plan.
#include "training/optimizer.h"

#include <cmath>
#include <cstring>
#include <string>

#include "core/options.h"
#include "kernels/elementwise.h"

namespace nabla {

GradientClipping parse_clipping(const Value& value) {
  if (value.is_null()) return {};
  const Options options(value, "/gradientClipping");
  if (options.find("norm") != nullptr) return {options.positive("norm"), 0};
  return {0, options.positive("value")};
}

template <class T>
Optimizer<T>::Optimizer(const Plan<T>& plan, const Tensors<T>& parameters, const Value& value,
                        GradientClipping clipping, bool several_batches)
    : clipping_(clipping), stores_(clipping.norm > 0 || clipping.value > 0 || several_batches) {
  const Options options(value, "/optimizer");
  const std::string name = options.string("type");
  id_ = find_optimizer(name.c_str());
  if (id_ < 0) {
    throw Error("unknown-type", "no optimiser is called `" + name + "`", options.pointer("type"));
  }
  const OptimizerInfo& info = optimizer_info(id_);
  learning_rate_ = options.positive("learningRate");
  decay_ = options.number("weightDecay", 0);
  for (int i = 0; i < info.parameter_count; ++i) {
    const char* parameter = info.parameter_names[i];
    if (std::strcmp(parameter, "weightDecay") == 0) decay_ = 0;  // apart from the gradient
    const Value* given = options.find(parameter);
    base_.hyper[i] =
        static_cast<T>(given != nullptr && given->is_bool() ? static_cast<double>(given->boolean())
                                                            : options.number(parameter));
  }
  for (int i = 0; i < info.state_count; ++i) state_.emplace_back(plan);

  std::vector<std::size_t> step_of;  // pointers wait until steps_ has stopped growing
  for (const PlanParameter& parameter : plan.parameters) {
    step_of.push_back(step_for(parameter.declaration.l1, parameter.declaration.l2 + decay_));
  }
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    WeightUpdate<T> update{};
    if (plan.parameters[i].declaration.trainable) {
      update.w = parameters.at(i);
      for (std::size_t s = 0; s < state_.size(); ++s) update.state[s] = state_[s].at(i);
      update.optimizer = &plan.table->optimizers[id_];
      update.step = &steps_[step_of[i]];
    }
    updates_.push_back(update);
  }
  if (stores_) store_gradients(plan);
}

template <class T>
void Optimizer<T>::store_gradients(const Plan<T>& plan) {
  gradients_ = Tensors<T>(plan);
  stored_ = updates_;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const PlanParameter& parameter = plan.parameters[i];
    if (!parameter.declaration.trainable) continue;
    stored_[i].gradient = gradients_.at(i);
    const Index height = parameter.declaration.rows(), width = parameter.declaration.cols();
    shapes_.push_back({i, height, width, parameter.stored, rows});
    rows += static_cast<std::size_t>(height);
  }
  added_ = stored_;
  for (WeightUpdate<T>& update : added_) update.accumulate = true;
  row_squares_.resize(rows);
}

template <class T>
void Optimizer<T>::apply(const Pass<T>& pass) {
  constexpr Index line = 64 / sizeof(T);
  constexpr Index block = 4096;  // a gradient stays in the cache from being clipped to being used
  const double factor = clipping_.norm > 0 ? clipping_factor(pass) : 1;
  const ElementwiseTable<T>& table = pass.table.elementwise;
  for (const Shape& shape : shapes_) {
    const WeightUpdate<T>& update = updates_[shape.parameter];
    const Range own = pass.share(shape.stored, line);
    for (Index i = own.begin; i < own.end; i += block) {
      const Index count = min(block, own.end - i);
      T* gradient = gradients_.at(shape.parameter) + i;
      if (factor < 1) table.scale(gradient, count, 1, count, static_cast<T>(factor));
      if (clipping_.value > 0) table.clamp(gradient, count, static_cast<T>(clipping_.value));
      const auto state = [&](int s) { return update.state[s] ? update.state[s] + i : nullptr; };
      update.optimizer->apply(update.w + i, state(0), state(1), state(2), gradient, count,
                              *update.step);
    }
  }
  pass.barrier();
}

// PyTorch's clip_grad_norm_: min(1, norm/(‖g‖ + 1e-6)). Not less than 1 where ‖g‖ is NaN, which
// then spreads.
template <class T>
double Optimizer<T>::clipping_factor(const Pass<T>& pass) {
  for (const Shape& shape : shapes_) {
    const Range own = pass.share(shape.rows);
    pass.table.row_squares(row_squares_.data() + shape.first_row, gradients_.at(shape.parameter),
                           shape.rows, shape.cols, own.begin, own.end);
  }
  pass.barrier();
  double sum = 0;
  for (const double squares : row_squares_) sum += squares;
  return clipping_.norm / (std::sqrt(sum) + 1e-6);
}

template <class T>
std::size_t Optimizer<T>::step_for(double l1, double l2) {
  const T first = static_cast<T>(l1), second = static_cast<T>(l2);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i].l1 == first && steps_[i].l2 == second) return i;
  }
  steps_.push_back(base_);
  steps_.back().l1 = first;
  steps_.back().l2 = second;
  return steps_.size() - 1;
}

template <class T>
void Optimizer<T>::begin_step(std::int64_t t, double learning_rate) {
  for (OptimizerStep<T>& step : steps_) {
    step.t = t;
    step.learning_rate = static_cast<T>(learning_rate);
    prepare(id_, step);
  }
}

template <class T>
void Optimizer<T>::exchange(const Plan<T>& plan, StateExchange& state) {
  const OptimizerInfo& info = optimizer_info(id_);
  for (std::size_t i = 0; i < state_.size(); ++i) {
    const std::string prefix = std::string("optimizer.") + info.state_names[i] + ".";
    state_[i].exchange(plan, prefix, false, state);
  }
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace nabla
