// Placing the centres of layers that ask for k-means over the training split, before the first
// step. Included by trainer.cpp.
#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/error.h"
#include "core/random.h"
#include "kernels/gang.h"
#include "training/k_means.h"
#include "training/trainer.h"

namespace nabla {

// One layer's: its inputs for every row of the training split, in predict mode, then its centres.
template <class T>
class Trainer<T>::CenterPlacement {
 public:
  // `layer` is of the plan; those before it have their centres.
  CenterPlacement(Trainer& trainer, std::size_t layer, const CenterFit& fit)
      : trainer_(trainer),
        layer_(layer),
        fit_(fit),
        threads_(trainer.options_.threads),
        gang_(threads_),
        capacity_(min(kBatchRows, static_cast<Index>(trainer.train_.size()))),
        workspace_(trainer.plan_, Purpose::predict, capacity_) {
    const auto rows = static_cast<Index>(trainer.train_.size());
    const Index width = trainer.plan_.layers[layer].input_sizes[0];
    values_.resize(static_cast<std::size_t>(checked_multiply(rows, width)));
    points_ = {values_.data(), width, rows, width};
  }

  // Throws Error("diverged") where an input is not finite.
  void run() {
    Gang::process().run(threads_, thread_main, this);
    const PlanLayer<T>& layer = trainer_.plan_.layers[layer_];
    if (!finite_) {
      throw Error("diverged", "the inputs of layer `" + layer.name +
                                  "` are not all finite, so k-means cannot place its centers");
    }
    if (trainer_.cancelled_) return;
    const std::uint64_t stream = stream_of("k-means", layer.name);
    const std::vector<double> centers =
        k_means(points_, {fit_.clusters, fit_.iterations, fit_.tolerance, threads_},
                RandomStream(trainer_.options_.spec.seed, stream), trainer_.cancelled_);
    write(fit_.centers, centers);
    if (!fit_.spreads_too) return;
    const double spread = largest_distance(centers, fit_.clusters, points_.cols) /
                          std::sqrt(2 * static_cast<double>(fit_.clusters));
    if (static_cast<T>(spread) > 0) {
      write(fit_.spreads, std::vector<double>(centers.size(), spread));
    }
  }

 private:
  static constexpr Index kBatchRows = 256;

  static void thread_main(void* context, int thread, int threads) {
    static_cast<CenterPlacement*>(context)->loop(thread, threads);
  }

  void loop(int thread, int threads) {
    for (Index first = 0; first < points_.rows; first += capacity_) {
      const Index rows = min(capacity_, points_.rows - first);
      Pass<T> pass(*trainer_.plan_.table, Mode::predict, rows, thread, threads, &gang_);
      if (thread == 0) stop_ = trainer_.cancelled_.load(std::memory_order_relaxed);
      const Range own = pass.row_share();
      for (Index r = own.begin; r < own.end; ++r) {
        const std::uint32_t row = trainer_.train_[static_cast<std::size_t>(first + r)];
        trainer_.input_encoder_.encode(trainer_.data_.row(row), workspace_.input().row(r));
      }
      pass.barrier();
      if (stop_) return;
      run_layers_before(pass);
      keep(first, own);
      pass.barrier();
    }
  }

  void run_layers_before(Pass<T>& pass) const {
    for (std::size_t i = 0; i < layer_; ++i) {
      const PlanLayer<T>& layer = trainer_.plan_.layers[i];
      pass.enter(workspace_.layer(i), trainer_.parameters_.all() + layer.first_parameter, nullptr);
      layer.layer->forward(pass);
      pass.barrier();
    }
  }

  void keep(Index first, Range rows) {
    const Matrix<T> inputs = workspace_.layer(layer_).inputs[0]->value;
    for (Index r = rows.begin; r < rows.end; ++r) {
      T* point = points_.row(first + r);
      std::copy_n(inputs.row(r), points_.cols, point);
      const bool finite =
          std::all_of(point, point + points_.cols, [](T value) { return std::isfinite(value); });
      if (!finite) finite_.store(false, std::memory_order_relaxed);
    }
  }

  // The first of `values`, as many as the layer's parameter has.
  void write(int parameter, const std::vector<double>& values) {
    const auto i =
        static_cast<std::size_t>(trainer_.plan_.layers[layer_].first_parameter + parameter);
    const ParameterDeclaration& declaration = trainer_.plan_.parameters[i].declaration;
    const Index count = declaration.rows() * declaration.cols();
    const std::vector<T> rounded(values.begin(), values.begin() + count);
    trainer_.plan_.table->pack(trainer_.parameters_.at(i), rounded.data(), declaration.rows(),
                               declaration.cols());
  }

  Trainer& trainer_;
  const std::size_t layer_;
  const CenterFit fit_;
  const int threads_;
  Barrier gang_;
  const Index capacity_;
  Workspace<T> workspace_;
  std::vector<T> values_;
  Matrix<T> points_;
  std::atomic<bool> finite_{true};
  bool stop_ = false;  // written by thread 0 before a barrier, read by all after it
};

}  // namespace nabla
