// Figures of merit over rows, gathered one row at a time in a fixed order.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kernels/types.h"
#include "training/classification.h"

namespace nabla {

// Columns of the targets that belong to one network output.
struct MetricOutput {
  Index begin;
  Index end;
  bool classes;  // one class of several; otherwise each unit by itself
};

// Whether more of a metric is better; `name` may have a split before it ("validation.accuracy").
bool higher_is_better(const std::string& name);

// A metric's name, and its value: one number, or one for each class or pair of classes.
using MetricValue = std::pair<std::string, std::vector<double>>;

class Metrics {
 public:
  // loss, mse, rmse, mae, r2, and those of Classification. Throws Error("invalid-input") for any
  // other.
  Metrics(std::vector<std::string> names, std::vector<MetricOutput> outputs, bool mean_loss);

  // Prediction and target of one row as encoded (for classes) and in original units (for the rest).
  void add(double loss, const double* y, const double* d, const double* y_original,
           const double* d_original);

  // loss: mean or sum over rows. mse, mae: mean over rows and columns; rmse its root. r2: mean over
  // columns of 1 − Σ(y−d)²/Σ(d−mean)², 0 for a constant column unless it is met exactly (1). Of
  // classes: the mean over outputs of what is one number, the lists of outputs one after another.
  std::vector<MetricValue> result() const;

 private:
  struct Column {
    double squared = 0;   // Σ(y − d)²
    double absolute = 0;  // Σ|y − d|
    double mean = 0;      // of d so far, and Σ(d − mean)² (Welford 1962)
    double variation = 0;
  };

  std::vector<double> value(const std::string& name) const;
  std::vector<double> of_classes(const std::string& name) const;
  double r2() const;
  double mean_over_columns(double Column::*sum) const;

  std::vector<std::string> names_;
  std::vector<MetricOutput> outputs_;
  bool mean_loss_;
  double rows_ = 0;
  double loss_ = 0;
  std::vector<Column> columns_;
  std::vector<Classification> classes_;  // by output; empty where no metric is of classes
};

}  // namespace nabla
