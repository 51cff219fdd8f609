// One call of Trainer::evaluate: forward over rows in predict mode. Included by trainer.cpp.
#pragma once

#include <optional>

#include "kernels/gang.h"
#include "layers/activation_use.h"
#include "training/trainer.h"

namespace nabla {

// The activation that a fused loss took from its output layer, to make Y of Z.
template <class T>
class LeftActivation {
 public:
  // `layer` is null where the output has its activation itself.
  LeftActivation(const Table<T>& table, const Value& layer)
      : parameters_(left_parameters<T>(layer)) {
    if (layer.is_null()) return;
    const std::string name = Options(layer, "").type("activation", "identity");
    kernel_ = &table.elementwise.activations[find_activation(name.c_str())];
  }

  void apply(Matrix<T> z, Range rows) const {
    if (kernel_ == nullptr) return;
    kernel_->forward(z.row(rows.begin), z.row(rows.begin), z.ld, rows.size(), z.cols,
                     parameters_.data(), nullptr);
  }

 private:
  std::array<T, maximum_parameters> parameters_;
  const ActivationKernel<T>* kernel_ = nullptr;
};

// Metrics over the whole network, or over one of its outputs.
struct MeasuredPart {
  Metrics metrics;
  std::optional<std::size_t> output;
  Index column;  // its first one of the targets
};

template <class T>
class Trainer<T>::Evaluation {
 public:
  Evaluation(Trainer& trainer, const std::vector<std::uint32_t>& rows,
             std::vector<MeasuredPart>& parts)
      : trainer_(trainer),
        rows_(rows),
        parts_(parts),
        threads_(trainer.options_.threads),
        gang_(threads_),
        capacity_(min(kBatchRows, static_cast<Index>(rows.size()))),
        workspace_(trainer.plan_, Purpose::predict, capacity_),
        row_losses_(static_cast<std::size_t>(capacity_) * trainer.objective_.outputs()) {
    trainer_.targets_matrix(targets_, capacity_);
    if (trainer.weight_encoder_) weights_.resize(static_cast<std::size_t>(capacity_));
    const Plan<T>& plan = trainer.plan_;
    for (const Value& layer : plan.left_to_loss) activations_.emplace_back(*plan.table, layer);
    for (std::vector<double>* row : {&y_, &d_, &y_original_, &d_original_}) {
      row->resize(static_cast<std::size_t>(plan.output_size()));
    }
  }

  void run() { Gang::process().run(threads_, thread_main, this); }

 private:
  static constexpr Index kBatchRows = 256;

  static void thread_main(void* context, int thread, int threads) {
    static_cast<Evaluation*>(context)->loop(thread, threads);
  }

  void loop(int thread, int threads) {
    for (Index first = 0; first < static_cast<Index>(rows_.size()); first += capacity_) {
      const Index rows = min(capacity_, static_cast<Index>(rows_.size()) - first);
      Pass<T> pass(*trainer_.plan_.table, Mode::predict, rows, thread, threads, &gang_);
      const Range own = pass.row_share();
      gather(first, own);
      pass.barrier();
      run_forward({&trainer_.plan_, &workspace_, trainer_.parameters_.all()}, pass);
      trainer_.objective_.evaluate(workspace_, targets(), own, rows, row_losses_.data(), capacity_,
                                   false, weights_.empty() ? nullptr : weights_.data());
      for (std::size_t o = 0; o < activations_.size(); ++o) {
        activations_[o].apply(workspace_.value(trainer_.plan_.outputs[o]), own);
      }
      pass.barrier();
      if (thread == 0) add(rows);
      pass.barrier();
    }
  }

  void gather(Index first, Range rows) {
    const Matrix<T> x = workspace_.input(), d = targets();
    for (Index r = rows.begin; r < rows.end; ++r) {
      const std::byte* record = trainer_.data_.row(rows_[static_cast<std::size_t>(first + r)]);
      trainer_.input_encoder_.encode(record, x.row(r));
      trainer_.target_encoder_.encode(record, d.row(r));
      if (!weights_.empty()) trainer_.weight_encoder_->encode(record, &weights_[r]);
    }
  }

  void add(Index rows) {
    const Encoder& encoder = trainer_.target_encoder_;
    const Objective<T>& objective = trainer_.objective_;
    for (Index r = 0; r < rows; ++r) {
      double loss = 0;
      std::size_t column = 0;
      for (std::size_t o = 0; o < objective.outputs(); ++o) {
        loss += objective.row_weight(o, static_cast<Index>(rows_.size())) * row_loss(o, r);
        const Matrix<T> y = workspace_.value(trainer_.plan_.outputs[o]);
        for (Index c = 0; c < y.cols; ++c, ++column) {
          y_[column] = static_cast<double>(y.row(r)[c]);
          d_[column] = static_cast<double>(targets().row(r)[column]);
          y_original_[column] = encoder.decode(static_cast<Index>(column), y_[column]);
          d_original_[column] = encoder.decode(static_cast<Index>(column), d_[column]);
        }
      }
      for (auto& [metrics, output, first] : parts_) {
        metrics.add(output ? row_loss(*output, r) : loss, y_.data() + first, d_.data() + first,
                    y_original_.data() + first, d_original_.data() + first);
      }
    }
  }

  double row_loss(std::size_t output, Index row) const {
    return row_losses_[output * static_cast<std::size_t>(capacity_) +
                       static_cast<std::size_t>(row)];
  }

  Matrix<T> targets() { return trainer_.targets_matrix(targets_, capacity_); }

  Trainer& trainer_;
  const std::vector<std::uint32_t>& rows_;
  std::vector<MeasuredPart>& parts_;
  const int threads_;
  Barrier gang_;
  const Index capacity_;
  Workspace<T> workspace_;
  std::vector<T> targets_;
  std::vector<T> weights_;
  std::vector<double> row_losses_;
  std::vector<LeftActivation<T>> activations_;
  std::vector<double> y_, d_, y_original_, d_original_;
};

}  // namespace nabla
