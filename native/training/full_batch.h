// A training as its full-batch solver sees it: J, gradients, Jacobians and features over all rows,
// block by block, so that memory does not grow with them. Included by trainer.cpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "solvers/parallel.h"
#include "solvers/problem.h"
#include "training/denormals.h"
#include "training/trainer.h"

namespace nabla {

template <class T>
class Trainer<T>::FullBatch final : public Problem {
 public:
  // Rows of a block: what 64 MiB hold of the plan's buffers, in whole blocks of the kernels' sums.
  // The number of threads has no say, so that it cannot change a bit.
  static Index block_rows(const Plan<T>& plan, Index rows) {
    constexpr Index unit = 256, memory = Index{64} << 20;
    const Index bytes = Workspace<T>::bytes(plan, Purpose::train, unit);
    return min(rows, unit * std::clamp<Index>(memory / std::max<Index>(bytes, 1), 1, 32));
  }

  explicit FullBatch(Trainer& trainer)
      : trainer_(trainer),
        gang_(trainer.options_.threads),
        gradients_(trainer.plan_),
        outputs_(trainer.objective_.outputs()) {
    const std::vector<PlanParameter>& parameters = trainer.plan_.parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const ParameterDeclaration& declaration = parameters[i].declaration;
      updates_.push_back(store_in(gradients_, i));
      if (!declaration.trainable) continue;
      const Index count = declaration.rows() * declaration.cols();
      learned_.push_back({i, layer_of(i), id_of(i), size_, count});
      size_ += count;
      penalties_.insert(penalties_.end(), static_cast<std::size_t>(count), declaration.l2);
      unpacked_.resize(std::max(unpacked_.size(), static_cast<std::size_t>(count)));
    }
  }

  // Rows that have gone through the network since the last call, each time counted.
  std::int64_t take_rows() { return std::exchange(rows_, 0); }

  int threads() const override { return trainer_.options_.threads; }
  double epsilon() const override { return std::numeric_limits<T>::epsilon(); }
  Index size() const override { return size_; }
  const double* penalties() const override { return penalties_.data(); }

  void read(double* theta) const override {
    for (const Learned& part : learned_) {
      unpack(trainer_.parameters_.at(part.parameter), part, unpacked_.data());
      std::copy_n(unpacked_.begin(), part.count, theta + part.offset);
    }
  }

  void write(const double* theta) override {
    for (const Learned& part : learned_) {
      const ParameterDeclaration& declaration = declaration_of(part);
      for (Index i = 0; i < part.count; ++i) {
        unpacked_[static_cast<std::size_t>(i)] = static_cast<T>(theta[part.offset + i]);
      }
      trainer_.plan_.table->pack(trainer_.parameters_.at(part.parameter), unpacked_.data(),
                                 declaration.rows(), declaration.cols());
    }
  }

  Cost evaluate(double* gradient) override {
    std::vector<double> sums(outputs_);
    if (gradient != nullptr) std::fill_n(gradient, size_, 0.0);
    for_each_block([&](Index first, Index rows) {
      run_block(first, rows, gradient != nullptr, true);
      for (std::size_t o = 0; o < outputs_; ++o) {
        const double* losses = trainer_.row_losses_.data() + offset_of(o);
        for (Index r = 0; r < rows; ++r) sums[o] += losses[r];
      }
      if (gradient != nullptr) add_gradients(gradient);
    });
    Cost found{0, 0};
    for (std::size_t o = 0; o < outputs_; ++o) found.loss += row_weight(o) * sums[o];
    found.objective = found.loss + add_penalties(gradient);
    return found;
  }

  void linearize(const std::function<void(const JacobianBlock&)>& visit) override;

  OutputLayer output_layer() const override {
    const PlanLayer<T>& layer = trainer_.plan_.layers[output()];
    const auto first = static_cast<std::size_t>(layer.first_parameter);
    const bool biases = first + 1 < trainer_.plan_.parameters.size();
    const ParameterDeclaration& weights = trainer_.plan_.parameters[first].declaration;
    return {weights.rows(), weights.cols(), biases, square_weight(0), weights.l2};
  }

  void visit_features(const std::function<void(const FeatureBlock&)>& visit) override {
    const OutputLayer layer = output_layer();
    const Index width = layer.features() + layer.units;
    std::vector<double> values(static_cast<std::size_t>(trainer_.batch_size_ * width));
    for_each_block([&](Index first, Index rows) {
      run_block(first, rows, false, false);
      const int source = trainer_.plan_.layers[output()].inputs[0];
      const Matrix<T> h = trainer_.workspace_.value(source), d = targets();
      for (Index r = 0; r < rows; ++r) {
        double* row = values.data() + r * width;
        std::copy_n(h.row(r), layer.inputs, row);
        if (layer.biases) row[layer.inputs] = 1;
        std::copy_n(d.row(r), layer.units, row + layer.features());
      }
      visit({rows, values.data()});
    });
  }

  void write_output_layer(const double* coefficients) override {
    const OutputLayer layer = output_layer();
    const auto first = static_cast<std::size_t>(trainer_.plan_.layers[output()].first_parameter);
    const auto pack = trainer_.plan_.table->pack;
    const Index weights = layer.inputs * layer.units;
    const std::vector<T> values(coefficients, coefficients + layer.features() * layer.units);
    pack(trainer_.parameters_.at(first), values.data(), layer.inputs, layer.units);
    if (layer.biases) {
      pack(trainer_.parameters_.at(first + 1), values.data() + weights, 1, layer.units);
    }
  }

 private:
  class RowJacobian;

  // Where a parameter that learns lies in θ.
  struct Learned {
    std::size_t parameter;
    std::size_t layer;  // of the plan
    int id;             // of the parameter in its layer
    Index offset;
    Index count;
  };

  // The layer of the plan that declared parameter i.
  std::size_t layer_of(std::size_t i) const {
    const std::vector<PlanLayer<T>>& layers = trainer_.plan_.layers;
    std::size_t layer = layers.size() - 1;
    while (layers[layer].first_parameter > static_cast<int>(i)) --layer;
    return layer;
  }
  int id_of(std::size_t i) const {
    return static_cast<int>(i) - trainer_.plan_.layers[layer_of(i)].first_parameter;
  }
  bool has_row_gradients() const {
    return std::all_of(learned_.begin(), learned_.end(), [&](const Learned& part) {
      return trainer_.plan_.layers[part.layer].layer->has_row_gradients();
    });
  }

  WeightUpdate<T> store_in(const Tensors<T>& gradients, std::size_t i) const {
    WeightUpdate<T> update{};
    if (!trainer_.plan_.parameters[i].declaration.trainable) return update;
    update.w = trainer_.parameters_.at(i);
    update.gradient = gradients.at(i);
    return update;
  }

  const ParameterDeclaration& declaration_of(const Learned& part) const {
    return trainer_.plan_.parameters[part.parameter].declaration;
  }
  void unpack(const T* stored, const Learned& part, T* values) const {
    const ParameterDeclaration& declaration = declaration_of(part);
    trainer_.plan_.table->unpack(values, stored, declaration.rows(), declaration.cols());
  }

  Index count() const { return static_cast<Index>(trainer_.train_.size()); }
  std::size_t output() const { return static_cast<std::size_t>(trainer_.plan_.outputs[0]); }
  Index offset_of(std::size_t o) const { return static_cast<Index>(o) * trainer_.batch_size_; }
  Matrix<T> targets() const { return trainer_.targets_matrix(trainer_.targets_, 0); }

  // What J makes of the loss of a row of output o.
  double row_weight(std::size_t o) const {
    const double weight = trainer_.objective_.weight(o);
    return trainer_.objective_.mean(o) ? weight / static_cast<double>(count()) : weight;
  }
  // J is ½·Σ weight·e² over the rows and units of output o. Precondition: a squared loss.
  double square_weight(std::size_t o) const {
    const std::string name = loss_info(trainer_.options_.losses[o].id).name;
    return row_weight(o) * (name == "squared-error" ? 2 : 1);
  }

  template <class Visit>
  void for_each_block(Visit visit) {
    for (Index first = 0; first < count(); first += trainer_.batch_size_) {
      if (trainer_.cancelled_) throw Interrupted{};
      visit(first, min(trainer_.batch_size_, count() - first));
    }
  }

  void encode(Index position, T* x, T* d) const {
    const std::byte* record =
        trainer_.data_.row(trainer_.train_[static_cast<std::size_t>(position)]);
    trainer_.input_encoder_.encode(record, x);
    trainer_.target_encoder_.encode(record, d);
  }

  // The weights of rows [rows.begin, rows.end) of a block, where rows have weights.
  void weigh(Index first, Range rows) const {
    if (!trainer_.weight_encoder_) return;
    for (Index r = rows.begin; r < rows.end; ++r) {
      const auto row = trainer_.train_[static_cast<std::size_t>(first + r)];
      trainer_.weight_encoder_->encode(trainer_.data_.row(row), &trainer_.row_weights_[r]);
    }
  }

  // Forward, losses if wanted, and backward if wanted, for rows [first, first + rows).
  void run_block(Index first, Index rows, bool backward, bool losses) {
    rows_ += rows;
    in_parallel(threads(), [&](int thread, int threads) {
      [[maybe_unused]] const PassDenormals<T> denormals;
      Pass<T> pass(*trainer_.plan_.table, Mode::train, rows, thread, threads, &gang_);
      const Range own = pass.row_share();
      const Matrix<T> x = trainer_.workspace_.input(), d = targets();
      for (Index r = own.begin; r < own.end; ++r) encode(first + r, x.row(r), d.row(r));
      weigh(first, own);
      pass.barrier();
      const Run<T> run{&trainer_.plan_, &trainer_.workspace_, trainer_.parameters_.all(),
                       backward ? updates_.data() : nullptr};
      run_forward(run, pass);
      if (losses) {
        trainer_.objective_.evaluate(
            trainer_.workspace_, d, own, count(), trainer_.row_losses_.data(), trainer_.batch_size_,
            backward, trainer_.weight_encoder_ ? trainer_.row_weights_.data() : nullptr);
      }
      pass.barrier();
      if (backward) run_backward(run, pass);
    });
  }

  void add_gradients(double* gradient) {
    for (const Learned& part : learned_) {
      unpack(gradients_.at(part.parameter), part, unpacked_.data());
      double* sums = gradient + part.offset;
      for (Index i = 0; i < part.count; ++i) sums[i] += static_cast<double>(unpacked_[i]);
    }
  }

  // ½·Σ l2·θ²; adds its gradient too.
  double add_penalties(double* gradient) {
    if (std::all_of(penalties_.begin(), penalties_.end(), [](double l2) { return l2 == 0; })) {
      return 0;
    }
    std::vector<double> theta(static_cast<std::size_t>(size_));
    read(theta.data());
    double sum = 0;
    for (std::size_t i = 0; i < theta.size(); ++i) {
      sum += penalties_[i] * theta[i] * theta[i] / 2;
      if (gradient != nullptr) gradient[i] += penalties_[i] * theta[i];
    }
    return sum;
  }

  Trainer& trainer_;
  Barrier gang_;
  Tensors<T> gradients_;  // of a block
  std::vector<WeightUpdate<T>> updates_;
  const std::size_t outputs_;
  std::vector<Learned> learned_;
  Index size_ = 0;
  std::vector<double> penalties_;
  mutable std::vector<T> unpacked_;  // one parameter
  std::int64_t rows_ = 0;
  std::vector<std::unique_ptr<RowJacobian>> row_jacobians_;  // one a thread
  std::vector<double> jacobian_, residuals_;                 // of a block
};

// ∂y/∂θ row by row: the network's own backward pass, once for each output unit. Where every layer
// that learns can tell its rows' gradients apart, a pass takes a block of rows; otherwise one row,
// whose gradient is the batch's, so that it works with every layer. Each thread has buffers of its
// own.
template <class T>
class Trainer<T>::FullBatch::RowJacobian {
 public:
  // Rows of a pass. Blocks of them are the same whatever the number of threads.
  static constexpr Index most_rows = 32;

  explicit RowJacobian(const FullBatch& problem)
      : problem_(problem),
        trainer_(problem.trainer_),
        by_row_(problem.has_row_gradients()),
        workspace_(trainer_.plan_, Purpose::inspect, rows()),
        targets_(static_cast<std::size_t>(rows() * trainer_.plan_.output_size())) {
    if (by_row_) return;
    gradients_ = Tensors<T>(trainer_.plan_);
    unpacked_.resize(problem.unpacked_.size());
    for (std::size_t i = 0; i < trainer_.plan_.parameters.size(); ++i) {
      updates_.push_back(problem.store_in(gradients_, i));
    }
  }

  // Rows that evaluate() takes at most.
  Index rows() const { return by_row_ ? most_rows : 1; }

  // Of `rows` rows from position `first` on. jacobian: rows × output units × size(); residuals:
  // rows × output units.
  void evaluate(Index first, Index rows, double* jacobian, double* residuals) {
    const Plan<T>& plan = trainer_.plan_;
    const Index units = plan.output_size();
    for (Index r = 0; r < rows; ++r) {
      problem_.encode(first + r, workspace_.input().row(r), targets_.data() + r * units);
    }
    const Run<T> run{&plan, &workspace_, trainer_.parameters_.all(),
                     by_row_ ? nullptr : updates_.data()};
    Pass<T> pass(*plan.table, Mode::train, rows, 0, 1, nullptr);
    run_forward(run, pass);
    Index unit = 0;
    for (std::size_t o = 0; o < plan.outputs.size(); ++o) {
      const double root = std::sqrt(problem_.square_weight(o));
      const Matrix<T> y = workspace_.value(plan.outputs[o]);
      for (Index c = 0; c < y.cols; ++c, ++unit) {
        for (Index r = 0; r < rows; ++r) {
          const auto target = static_cast<double>(targets_[r * units + unit]);
          residuals[r * units + unit] = root * (static_cast<double>(y.row(r)[c]) - target);
        }
        seed(plan.outputs[o], c, rows);
        run_backward(run, pass);
        save(pass, root, jacobian + unit * problem_.size_, units * problem_.size_);
      }
    }
  }

 private:
  // ∂J/∂outputs := 1 for that unit, 0 for the others.
  void seed(int output, Index unit, Index rows) const {
    for (const int other : trainer_.plan_.outputs) {
      const Matrix<T> gradient = workspace_.gradient(other);
      for (Index r = 0; r < rows; ++r) std::fill_n(gradient.row(r), gradient.cols, T(0));
    }
    const Matrix<T> gradient = workspace_.gradient(output);
    for (Index r = 0; r < rows; ++r) gradient.row(r)[unit] = T(1);
  }

  // Into row r of the Jacobian at jacobian + r·stride.
  void save(Pass<T>& pass, double factor, double* jacobian, Index stride) {
    for (const Learned& part : problem_.learned_) {
      if (by_row_) enter(pass, part);
      for (Index r = 0; r < pass.rows; ++r) {
        double* values = jacobian + r * stride + part.offset;
        if (by_row_) {
          layer_of(part).layer->row_gradient(pass, part.id, r, values);
        } else {
          problem_.unpack(gradients_.at(part.parameter), part, unpacked_.data());
          std::copy_n(unpacked_.data(), part.count, values);
        }
        if (factor == 1) continue;
        for (Index i = 0; i < part.count; ++i) values[i] *= factor;
      }
    }
  }

  const PlanLayer<T>& layer_of(const Learned& part) const {
    return trainer_.plan_.layers[part.layer];
  }
  void enter(Pass<T>& pass, const Learned& part) const {
    T* const* parameters = trainer_.parameters_.all() + layer_of(part).first_parameter;
    pass.enter(workspace_.layer(part.layer), parameters, nullptr);
  }

  const FullBatch& problem_;
  const Trainer& trainer_;
  const bool by_row_;
  Workspace<T> workspace_;
  std::vector<T> targets_;
  Tensors<T> gradients_;  // of the one row, where the layers do not tell rows apart
  std::vector<WeightUpdate<T>> updates_;
  std::vector<T> unpacked_;
};

template <class T>
void Trainer<T>::FullBatch::linearize(const std::function<void(const JacobianBlock&)>& visit) {
  constexpr Index values = Index{1} << 20;  // of a block: 8 MiB
  const Index units = trainer_.plan_.output_size();
  const Index most = std::clamp<Index>(values / (units * size_), 1, count());
  while (static_cast<int>(row_jacobians_.size()) < threads()) {
    row_jacobians_.push_back(std::make_unique<RowJacobian>(*this));
  }
  jacobian_.resize(static_cast<std::size_t>(most * units * size_));
  residuals_.resize(static_cast<std::size_t>(most * units));
  for (Index first = 0; first < count(); first += most) {
    if (trainer_.cancelled_) throw Interrupted{};
    const Index rows = min(most, count() - first);
    in_parallel(threads(), [&](int thread, int threads) {
      [[maybe_unused]] const PassDenormals<T> denormals;
      RowJacobian& own = *row_jacobians_[static_cast<std::size_t>(thread)];
      const Index passes = ceil_div(rows, own.rows());
      for (Index p = passes * thread / threads; p < passes * (thread + 1) / threads; ++p) {
        const Index r = p * own.rows(), taken = min(own.rows(), rows - r);
        own.evaluate(first + r, taken, jacobian_.data() + r * units * size_,
                     residuals_.data() + r * units);
      }
    });
    rows_ += rows * units;
    visit({rows * units, jacobian_.data(), residuals_.data()});
  }
}

// The iterations of one call of Trainer::run.
template <class T>
TrainerProgress Trainer<T>::solve(std::int64_t epochs, double budget_ms, std::int64_t steps) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  TrainerProgress progress;
  bool late = false;
  const std::int64_t last = std::min(epochs, steps);
  while (epoch_ < last && !converged_ && !cancelled_ && !late) {
    try {
      const Iteration found = solver_->iterate(*full_batch_);
      if (found == Iteration::diverged) {
        progress.state = TrainerState::diverged;
        break;
      }
      converged_ = found == Iteration::converged;
    } catch (const Interrupted&) {
      break;
    }
    ++epoch_;
    last_loss_ = solver_->loss();
    progress.epoch_losses.push_back(last_loss_);
    late = elapsed() * 1000 >= budget_ms;
  }
  progress.epoch = progress.step = epoch_;
  progress.diverged_epoch = progress.diverged_step = epoch_ + 1;
  progress.rows = full_batch_->take_rows();
  progress.seconds = elapsed();
  if (progress.state == TrainerState::running) {
    progress.state = converged_         ? TrainerState::converged
                     : epoch_ >= epochs ? TrainerState::done
                     : cancelled_       ? TrainerState::cancelled
                                        : TrainerState::running;
  }
  return progress;
}

}  // namespace nabla
