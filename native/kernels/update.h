// What the backward pass does with a finished tile of a weight gradient: hand it to an optimiser at
// once, or store it. Plain data only; the optimisers themselves live in native/optimizers.
#pragma once

#include "kernels/types.h"

namespace nabla {

/// The scalars of one optimiser step, computed once and shared by every parameter tensor.
template <class T>
struct OptimizerStep {
  T learning_rate;
  T hyper[8];       ///< the optimiser's own constants, in the order its file documents
  T l1, l2;         ///< penalty weights added to the gradient: l1·sign(w) + l2·w
  std::int64_t t;   ///< number of this step, from 1
  T correction[4];  ///< factors that depend on t alone (bias corrections), computed in float64
};

template <class T>
struct WeightUpdate;

/// One optimiser, with the L1 and L2 penalties of the step.
template <class T>
struct OptimizerKernel {
  /// Updates `count` weights `w` and their state s0…s2 from gradient `g`; element-wise, any
  /// alignment.
  void (*apply)(T* w, T* s0, T* s1, T* s2, const T* g, Index count,
                const OptimizerStep<T>& step) noexcept;
  /// Table::product_backward_weights for an update without `gradient`: each tile of the gradient is
  /// applied from the L1 cache.
  void (*backward_weights)(const WeightUpdate<T>& update, const T* x, Index ldx, const T* dz,
                           Index lddz, Index m, Index n, Index k, Index k0, Index k1) noexcept;
};

/// One parameter tensor as the backward pass meets it. Weights, state and gradient share one packed
/// layout, so element i of each belongs to the same weight.
template <class T>
struct WeightUpdate {
  T* w;
  T* state[3];      ///< null where the optimiser keeps less
  T* gradient;      ///< non-null: the gradient goes here and the weights stay as they are
  bool accumulate;  ///< with `gradient`: add to it instead of overwriting it
  const OptimizerKernel<T>* optimizer;  ///< used when `gradient` is null
  const OptimizerStep<T>* step;
};

}  // namespace nabla
