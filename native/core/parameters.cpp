// Storage of parameters, and their two layouts.
#include "core/parameters.h"

#include <algorithm>

#include "core/checked.h"

namespace nabla {
namespace {

template <class T>
Index slot_bytes(const PlanParameter& parameter) {
  return round_up(checked_multiply(parameter.stored, sizeof(T)), cache_line);
}

}  // namespace

template <class T>
Index Tensors<T>::bytes(const Plan<T>& plan) {
  Index sum = 0;
  for (const PlanParameter& parameter : plan.parameters) {
    sum = checked_add(sum, slot_bytes<T>(parameter));
  }
  return sum;
}

template <class T>
Tensors<T>::Tensors(const Plan<T>& plan) : arena_(bytes(plan)) {
  Index offset = 0;
  for (const PlanParameter& parameter : plan.parameters) {
    pointers_.push_back(reinterpret_cast<T*>(arena_.at(offset)));
    offset += slot_bytes<T>(parameter);
  }
}

template <class T>
void Tensors<T>::copy(const Plan<T>& plan, const Tensors& other) {
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    std::copy_n(other.pointers_[i], plan.parameters[i].stored, pointers_[i]);
  }
}

template <class T>
void Tensors<T>::load(const Plan<T>& plan, const T* values) {
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    const ParameterDeclaration& declaration = plan.parameters[i].declaration;
    plan.table->pack(pointers_[i], values, declaration.rows(), declaration.cols());
    values += declaration.rows() * declaration.cols();
  }
}

template <class T>
void Tensors<T>::save(const Plan<T>& plan, T* values) const {
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    const ParameterDeclaration& declaration = plan.parameters[i].declaration;
    plan.table->unpack(values, pointers_[i], declaration.rows(), declaration.cols());
    values += declaration.rows() * declaration.cols();
  }
}

template <class T>
void Tensors<T>::exchange(const Plan<T>& plan, const std::string& prefix, bool all,
                          StateExchange& state) {
  std::vector<T> values;
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    const ParameterDeclaration& declaration = plan.parameters[i].declaration;
    if (!all && !declaration.trainable) continue;
    const Index rows = declaration.rows(), cols = declaration.cols();
    values.resize(static_cast<std::size_t>(rows * cols));
    plan.table->unpack(values.data(), pointers_[i], rows, cols);
    state.array(prefix + plan.parameters[i].name, declaration.shape, values);
    if (state.restores()) plan.table->pack(pointers_[i], values.data(), rows, cols);
  }
}

template <class T>
void initialize(const Plan<T>& plan, std::uint64_t seed, Tensors<T>& parameters) {
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const PlanParameter& parameter = plan.parameters[i];
    const ParameterDeclaration& declaration = parameter.declaration;
    const std::vector<double> drawn =
        declaration.initial.draw(declaration.shape, parameter.name, seed);
    const std::vector<T> values(drawn.begin(), drawn.end());
    plan.table->pack(parameters.at(i), values.data(), declaration.rows(), declaration.cols());
  }
}

template class Tensors<float>;
template class Tensors<double>;
template void initialize<float>(const Plan<float>&, std::uint64_t, Tensors<float>&);
template void initialize<double>(const Plan<double>&, std::uint64_t, Tensors<double>&);

}  // namespace nabla
