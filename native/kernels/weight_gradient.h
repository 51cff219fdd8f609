// Backward through the weights: dW = Xᵀ·dZ in register tiles, each stored, or handed to an
// optimiser as soon as it is finished. Arguments are those of Table; the rules of the optimisers
// are in native/optimizers.
#pragma once

#include "kernels/panels.h"
#include "kernels/rows.h"
#include "kernels/simd.h"
#include "kernels/table.h"
#include "kernels/tile.h"
#include "optimizers/list.h"

namespace nabla::NABLA_ISA {

/// Rows and sums of the tile that is as wide as a panel.
inline constexpr Index full_rows = TileShape::tallest(TileShape::vectors);
template <class T>
inline constexpr Index full_tile = full_rows* PanelShape<T>::panel;

/// One step of optimiser O for a vector of weights; penalties included.
template <class O, class T>
class Step {
 public:
  using V = Vec<T>;

  explicit Step(const OptimizerStep<T>& step)
      : vectors_{step.learning_rate, {}, {}},
        l1_(step.l1),
        l2_(step.l2),
        penalties_(step.l1 != 0 || step.l2 != 0) {
    for (int i = 0; i < maximum_parameters; ++i) vectors_.hyper[i] = step.hyper[i];
    for (int i = 0; i < 4; ++i) vectors_.correction[i] = step.correction[i];
  }

  /// Updates the n ≤ lanes weights at w[i] and their state.
  NABLA_INLINE void operator()(T* w, T* const (&state)[3], Index i, V gradient, Index n) const {
    V weight = V::load_some(w + i, n), s[3];
    for (int k = 0; k < O::info.state_count; ++k) s[k] = V::load_some(state[k] + i, n);
    if (penalties_) {
      gradient = fma(l2_, weight, gradient);
      gradient = gradient + select(weight == 0, V(0), copysign(l1_, weight));
    }
    O::update(weight, gradient, s, vectors_);
    for (int k = 0; k < O::info.state_count; ++k) s[k].store_some(state[k] + i, n);
    weight.store_some(w + i, n);
  }

 private:
  StepVectors<V> vectors_;
  V l1_, l2_;
  bool penalties_;
};

// --- what becomes of a tile ---

/// Stores it, or adds it to what is there.
template <class T>
class StoreGradient {
 public:
  static constexpr bool works_between_terms = false;

  explicit StoreGradient(const WeightUpdate<T>& update) : update_(update) {}

  /// Where the sums of the tile of weights from `offset` on are to be put; `full` says whether it
  /// has full_rows rows of a whole panel.
  NABLA_INLINE T* begin(Index offset, [[maybe_unused]] bool full) {
    return update_.accumulate ? sums_ : update_.gradient + offset;
  }
  /// The sums are there.
  NABLA_INLINE void finish(Index offset, Index count) {
    using V = Vec<T>;
    T* const target = update_.gradient + offset;
    for (Index i = 0; update_.accumulate && i < count; i += V::lanes) {
      (V::load(target + i) + V::load(sums_ + i)).store(target + i);
    }
  }
  /// There are no more.
  NABLA_INLINE void close() {}

 private:
  const WeightUpdate<T>& update_;
  alignas(64) T sums_[full_tile<T>];
};

/// Updates the weights, a tile late: those of the last tile while the next one is summed. An update
/// waits for memory and for divisions, a tile for neither, so between the terms of a tile an update
/// costs next to nothing.
template <class O, class T>
class UpdateWeights {
 public:
  static constexpr bool works_between_terms = true;

  explicit UpdateWeights(const WeightUpdate<T>& update) : update_(update), step_(*update.step) {}

  NABLA_INLINE T* begin(Index offset, bool full) {
    if (!full) close();  // other tiles do not work between their terms
    next_ = offset;
    return sums_[current_];
  }
  /// Between the terms of a full tile: updates a vector of the last one, and fetches the weights
  /// of this one, which the optimiser wants next.
  NABLA_INLINE void operator()(Index vector) {
    const Index i = vector * Vec<T>::lanes;
    fetch(next_ + i);
    if (i < waiting_) update(i);
  }
  NABLA_INLINE void finish(Index offset, Index count) {
    offset_ = offset, waiting_ = count;
    current_ = 1 - current_;
  }
  NABLA_INLINE void close() {
    for (Index i = 0; i < waiting_; i += Vec<T>::lanes) update(i);
    waiting_ = 0;
  }

 private:
  NABLA_INLINE void update(Index i) const {
    const Vec<T> gradient = Vec<T>::load(sums_[1 - current_] + i);
    step_(update_.w, update_.state, offset_ + i, gradient, Vec<T>::lanes);
  }
  NABLA_INLINE void fetch(Index i) const {
    __builtin_prefetch(update_.w + i, 1);
    for (int k = 0; k < O::info.state_count; ++k) __builtin_prefetch(update_.state[k] + i, 1);
  }

  const WeightUpdate<T>& update_;
  const Step<O, T> step_;
  Index offset_ = 0, waiting_ = 0;  // of the last tile: its weights, and how many await an update
  Index next_ = 0;                  // of this tile
  int current_ = 0;
  alignas(64) T sums_[2][full_tile<T>];
};

// --- the product ---

/// sums(rows×width) = Σ over the batch of x[b][i]·dz[b][j]: one chain in each reduction_block, the
/// blocks added in order. Columns from `columns` on are padding and come out zero.
template <class T, class Sink>
NABLA_INLINE void gradient_tile(Sink& sink, T* sums, const T* x, Index ldx, const T* dz, Index lddz,
                                Index m, Index rows, Index width, Index columns, bool full) {
  using V = Vec<T>;
  alignas(64) T block[full_tile<T>];
  for (Index first = 0; first == 0 || first < m; first += reduction_block) {
    const TileJob<T> job{.depth = nabla::min(reduction_block, m - first),
                         .a = x + first * ldx,
                         .a_row = 1,
                         .a_step = ldx,
                         .b = dz + first * lddz,
                         .b_step = lddz,
                         .c = first ? block : sums,
                         .c_row = width};
    if constexpr (Sink::works_between_terms) {
      if (first == 0 && full) {
        tile<T, full_rows, TileShape::vectors>(job, sink);
        continue;
      }
    }
    run_tile(rows, width, job);
    for (Index i = 0; first > 0 && i < rows * width; i += V::lanes) {
      (V::load(sums + i) + V::load(block + i)).store(sums + i);
    }
  }
  for (Index i = 0; i < rows && columns < width; ++i) {
    for (Index c = columns; c < width; ++c) sums[i * width + c] = T(0);
  }
}

/// dW a tile at a time. The outputs lie in the lanes again, as in the forward product: X is read
/// down its columns and broadcast. dW as a whole exists only where `Sink` stores it.
template <class T, class Sink>
void backward_weights(const WeightUpdate<T>& update, const T* x, Index ldx, const T* dz, Index lddz,
                      Index m, Index n, Index k, Index k0, Index k1) noexcept {
  const PanelShape<T> shape{n};
  Sink sink(update);
  for (Index row = k0; row < k1; row += backward_rows) {
    for (Index p = 0; p < shape.count(); ++p) {
      const Index width = shape.width(p), last = nabla::min(row + backward_rows, k1);
      for_balanced(row, last, tile_rows<T>(width), [&](Index i, Index rows) {
        const Index offset = shape.offset(p, k) + i * width;
        const bool full = rows == full_rows && width == shape.panel;
        T* const sums = sink.begin(offset, full);
        gradient_tile(sink, sums, x + i, ldx, dz + p * shape.panel, lddz, m, rows, width,
                      shape.columns(p), full);
        sink.finish(offset, rows * width);
      });
    }
  }
  sink.close();
}

template <class T>
void product_backward_weights(const WeightUpdate<T>& update, const T* x, Index ldx, const T* dz,
                              Index lddz, Index m, Index n, Index k, Index k0, Index k1) noexcept {
  const auto product =
      update.gradient ? backward_weights<T, StoreGradient<T>> : update.optimizer->backward_weights;
  product(update, x, ldx, dz, lddz, m, n, k, k0, k1);
}

template <class O, class T>
void update_weights(T* w, T* s0, T* s1, T* s2, const T* g, Index count,
                    const OptimizerStep<T>& step) noexcept {
  using V = Vec<T>;
  T* const state[3] = {s0, s1, s2};
  const Step<O, T> apply(step);
  for_row<V>(count, [&](Index i, Index n) { apply(w, state, i, V::load_some(g + i, n), n); });
}

template <class T>
inline constexpr auto optimizer_kernels =
    Optimizers::map<OptimizerKernel<T>>([]<class O>() -> OptimizerKernel<T> {
      return {update_weights<O, T>, backward_weights<T, UpdateWeights<O, T>>};
    });

}  // namespace nabla::NABLA_ISA
