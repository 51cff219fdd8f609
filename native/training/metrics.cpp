// Metrics.
#include "training/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace nabla {
namespace {

ClassKind kind_of(const MetricOutput& output) {
  if (output.classes) return ClassKind::several;
  return output.end - output.begin == 1 ? ClassKind::binary : ClassKind::labels;
}

bool of_numbers(const std::string& name) {
  return name == "loss" || name == "mse" || name == "rmse" || name == "mae" || name == "r2";
}

}  // namespace

bool higher_is_better(const std::string& name) {
  const std::string metric = name.substr(name.rfind('.') + 1);
  if (metric == "r2") return true;
  return Classification::knows(metric) && metric != "log-loss" && metric != "calibration-error";
}

Metrics::Metrics(std::vector<std::string> names, std::vector<MetricOutput> outputs, bool mean_loss)
    : names_(std::move(names)), outputs_(std::move(outputs)), mean_loss_(mean_loss) {
  bool classes = false;
  for (const std::string& name : names_) {
    if (!of_numbers(name) && !Classification::knows(name)) {
      throw Error("invalid-input", "no metric is called `" + name + "`", "/metrics");
    }
    classes = classes || Classification::knows(name);
  }
  columns_.resize(static_cast<std::size_t>(outputs_.back().end));
  if (!classes) return;
  for (const MetricOutput& output : outputs_) {
    classes_.emplace_back(kind_of(output), output.end - output.begin, names_);
  }
}

void Metrics::add(double loss, const double* y, const double* d, const double* y_original,
                  const double* d_original) {
  rows_ += 1;
  loss_ += loss;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    Column& column = columns_[c];
    const double error = y_original[c] - d_original[c], delta = d_original[c] - column.mean;
    column.squared += error * error;
    column.absolute += std::fabs(error);
    column.mean += delta / rows_;
    column.variation += delta * (d_original[c] - column.mean);
  }
  for (std::size_t o = 0; o < classes_.size(); ++o) {
    classes_[o].add(y + outputs_[o].begin, d + outputs_[o].begin);
  }
}

double Metrics::mean_over_columns(double Column::*sum) const {
  double total = 0;
  for (const Column& column : columns_) total += column.*sum;
  return total / rows_ / static_cast<double>(columns_.size());
}

double Metrics::r2() const {
  double total = 0;
  for (const Column& column : columns_) {
    if (column.variation > 0) {
      total += 1 - column.squared / column.variation;
    } else {
      total += column.squared == 0 ? 1 : 0;
    }
  }
  return total / static_cast<double>(columns_.size());
}

std::vector<double> Metrics::of_classes(const std::string& name) const {
  std::vector<double> all;
  for (const Classification& output : classes_) {
    const std::vector<double> own = output.value(name);
    all.insert(all.end(), own.begin(), own.end());
  }
  const bool lists = name == "confusion-matrix" || name.find("-per-class") != std::string::npos;
  if (lists) return all;
  double sum = 0;
  for (const double value : all) sum += value;
  return {sum / static_cast<double>(all.size())};
}

std::vector<double> Metrics::value(const std::string& name) const {
  if (name == "loss") return {mean_loss_ ? loss_ / rows_ : loss_};
  if (name == "mse") return {mean_over_columns(&Column::squared)};
  if (name == "rmse") return {std::sqrt(mean_over_columns(&Column::squared))};
  if (name == "mae") return {mean_over_columns(&Column::absolute)};
  if (name == "r2") return {r2()};
  return of_classes(name);
}

std::vector<MetricValue> Metrics::result() const {
  std::vector<MetricValue> result;
  for (const std::string& name : names_) result.emplace_back(name, value(name));
  return result;
}

}  // namespace nabla
