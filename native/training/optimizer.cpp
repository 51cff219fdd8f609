// Setting up an optimiser for the parameters of a plan.
#include "training/optimizer.h"

#include <cstring>
#include <string>

#include "core/options.h"
#include "kernels/elementwise.h"

namespace nabla {

template <class T>
Optimizer<T>::Optimizer(const Plan<T>& plan, const Tensors<T>& parameters, const Value& value) {
  const Options options(value, "/optimizer");
  const std::string name = options.string("type");
  id_ = find_optimizer(name.c_str());
  if (id_ < 0) {
    throw Error("unknown-type", "no optimiser is called `" + name + "`", options.pointer("type"));
  }
  const OptimizerInfo& info = optimizer_info(id_);
  base_.learning_rate = static_cast<T>(options.positive("learningRate"));
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
      update.apply = plan.table->elementwise.optimizers[id_];
      update.step = &steps_[step_of[i]];
    }
    updates_.push_back(update);
  }
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
void Optimizer<T>::begin_step(std::int64_t t) {
  for (OptimizerStep<T>& step : steps_) {
    step.t = t;
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
