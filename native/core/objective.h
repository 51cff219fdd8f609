// J: the losses of a network's outputs, one each, weighted and summed.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/plan.h"
#include "core/value.h"
#include "core/workspace.h"
#include "kernels/elementwise.h"

namespace nabla {

struct LossSpec {
  int id;                             // in native/losses/list.h
  bool mean;                          // over rows, otherwise their sum
  double weight;                      // of this loss in J; > 0
  std::vector<double> parameters;     // in the order of LossInfo
  std::vector<double> class_weights;  // empty: all 1
};

// A list of { type, reduction, …parameters }. Throws Error("unknown-type") and "invalid-network"
// with pointers such as /losses/0/delta.
std::vector<LossSpec> parse_losses(const Value& value);

// What PlanOptions::fused_activations needs.
std::vector<std::string> fused_activations(const std::vector<LossSpec>& losses);

// Parameters, in the order of ActivationInfo, of an activation left to its loss
// (Plan::left_to_loss).
template <class T>
std::array<T, maximum_parameters> left_parameters(const Value& layer);

template <class T>
class Objective {
 public:
  Objective() = default;
  // Throws Error("shape-mismatch") unless there is one loss for each output.
  Objective(const Plan<T>& plan, const std::vector<LossSpec>& losses);

  std::size_t outputs() const { return losses_.size(); }
  // Whether J is written as a mean over rows: as output 0 reduces.
  bool mean() const { return losses_.front().mean; }
  bool mean(std::size_t o) const { return losses_[o].mean; }
  double weight(std::size_t o) const { return losses_[o].weight; }
  // Times which a row's loss of output o goes into a sum over `rows` rows that is J, or, where J is
  // a mean, `rows` times J: the weight, but for an output that reduces differently from output 0.
  double row_weight(std::size_t o, Index rows) const {
    const Output& output = losses_[o];
    if (output.mean == mean()) return output.weight;
    const auto n = static_cast<double>(rows);
    return mean() ? output.weight * n : output.weight / n;
  }

  // For rows [rows.begin, rows.end) of a batch of `batch` rows: row_losses[o·stride + r] = loss of
  // output o without its weight, and, with `gradient`, ∂J/∂output where the plan wants it.
  // `targets` holds the outputs' targets side by side. Row r counts row_weights[r] times, 1 where
  // null; a mean is over rows all the same.
  void evaluate(const Workspace<T>& workspace, Matrix<T> targets, Range rows, Index batch,
                double* row_losses, Index stride, bool gradient,
                const T* row_weights = nullptr) const;

 private:
  struct Output {
    const LossKernel<T>* kernel;
    int layer;
    bool mean;
    double weight;
    Index col;  // of the targets
    Index cols;
    std::vector<T> parameters;
    std::vector<T> class_weights;
    std::array<T, maximum_parameters> activation_parameters;  // of the fused activation
  };
  std::vector<Output> losses_;
};

}  // namespace nabla
