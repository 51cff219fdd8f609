// The lists by name, and the part of an optimiser's step that runs once: plain code, built for any
// machine.
#include "kernels/elementwise.h"

#include <cstring>

#include "activations/list.h"
#include "losses/list.h"
#include "optimizers/list.h"

namespace nabla {
namespace {

constexpr auto activations = Activations::map<ActivationInfo>([]<class A>() { return A::info; });
constexpr auto losses = Losses::map<LossInfo>([]<class L>() { return L::info; });
constexpr auto optimizers = Optimizers::map<OptimizerInfo>([]<class O>() { return O::info; });

constexpr const char* function_names[function_count] = {
    "exp", "expm1", "log",        "log1p", "tanh", "sigmoid", "softplus",
    "erf", "erfc",  "normal-cdf", "sin",   "cos",  "atan",    "sqrt"};

template <class T>
using Prepare = void (*)(OptimizerStep<T>&);

template <class T>
constexpr auto preparations = Optimizers::map<Prepare<T>>([]<class O>() -> Prepare<T> {
  return [](OptimizerStep<T>& step) {
    if constexpr (requires { O::prepare(step); }) O::prepare(step);
  };
});

template <class Info, Index n>
int find(const Entries<Info, n>& list, const char* name) {
  for (Index i = 0; i < n; ++i) {
    if (std::strcmp(list.at[i].name, name) == 0) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

int activation_count() {
  return static_cast<int>(Activations::size);
}
int loss_count() {
  return static_cast<int>(Losses::size);
}
int optimizer_count() {
  return static_cast<int>(Optimizers::size);
}

const ActivationInfo& activation_info(int id) {
  return activations.at[id];
}
const LossInfo& loss_info(int id) {
  return losses.at[id];
}
const OptimizerInfo& optimizer_info(int id) {
  return optimizers.at[id];
}

int find_activation(const char* name) {
  return find(activations, name);
}
int find_loss(const char* name) {
  return find(losses, name);
}
int find_optimizer(const char* name) {
  return find(optimizers, name);
}

int find_function(const char* name) {
  for (int i = 0; i < function_count; ++i) {
    if (std::strcmp(function_names[i], name) == 0) return i;
  }
  return -1;
}

template <class T>
void prepare(int optimizer, OptimizerStep<T>& step) {
  preparations<T>.at[optimizer](step);
}

template void prepare(int optimizer, OptimizerStep<float>& step);
template void prepare(int optimizer, OptimizerStep<double>& step);

}  // namespace nabla
