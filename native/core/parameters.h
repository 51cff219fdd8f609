// The values of a plan's parameters: packed weights, padded vectors, in one arena.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/arena.h"
#include "core/plan.h"
#include "core/state.h"

namespace nabla {

// One tensor for each parameter of a plan, in the parameters' stored layout. Also what optimiser
// state and stored gradients are kept in. Starts as zeros.
template <class T>
class Tensors {
 public:
  Tensors() = default;
  explicit Tensors(const Plan<T>& plan);
  Tensors(Tensors&&) noexcept = default;
  Tensors& operator=(Tensors&&) noexcept = default;

  T* const* all() const { return pointers_.data(); }
  T* at(std::size_t i) const { return pointers_[i]; }
  // Bytes of the tensors of a plan.
  static Index bytes(const Plan<T>& plan);

  // The values of another of the same plan.
  void copy(const Plan<T>& plan, const Tensors& other);
  // Row-major in manifest order, plan.parameter_count() values, from and to the stored layout.
  void load(const Plan<T>& plan, const T* values);
  void save(const Plan<T>& plan, T* values) const;

  // Each tensor as `<prefix><its name>`; without `all` only those of parameters that learn.
  void exchange(const Plan<T>& plan, const std::string& prefix, bool all, StateExchange& state);

 private:
  Arena arena_;
  std::vector<T*> pointers_;
};

// First values by the plan's initialisers.
template <class T>
void initialize(const Plan<T>& plan, std::uint64_t seed, Tensors<T>& parameters);

}  // namespace nabla
