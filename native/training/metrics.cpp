// Metrics.
#include "training/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace nabla {

bool higher_is_better(const std::string& name) {
  const std::string metric = name.substr(name.rfind('.') + 1);
  return metric == "r2" || metric == "accuracy";
}

Metrics::Metrics(std::vector<std::string> names, std::vector<MetricOutput> outputs, bool mean_loss)
    : names_(std::move(names)), outputs_(std::move(outputs)), mean_loss_(mean_loss) {
  for (const std::string& name : names_) {
    if (name != "loss" && name != "mse" && name != "rmse" && name != "mae" && name != "r2" &&
        name != "accuracy") {
      throw Error("invalid-input", "no metric is called `" + name + "`", "/metrics");
    }
  }
  columns_.resize(static_cast<std::size_t>(outputs_.back().end));
  right_.resize(outputs_.size());
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
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    const auto [begin, end, classes] = outputs_[o];
    if (classes) {
      const auto best = [&](const double* v) { return std::max_element(v + begin, v + end) - v; };
      right_[o] += best(y) == best(d) ? 1 : 0;
    } else {
      Index right = 0;
      for (Index c = begin; c < end; ++c) right += (y[c] >= 0.5) == (d[c] >= 0.5) ? 1 : 0;
      right_[o] += static_cast<double>(right) / static_cast<double>(end - begin);
    }
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

double Metrics::accuracy() const {
  double total = 0;
  for (const double right : right_) total += right / rows_;
  return total / static_cast<double>(right_.size());
}

std::vector<std::pair<std::string, double>> Metrics::result() const {
  std::vector<std::pair<std::string, double>> result;
  for (const std::string& name : names_) {
    const double mse = mean_over_columns(&Column::squared);
    const double value = name == "loss"   ? (mean_loss_ ? loss_ / rows_ : loss_)
                         : name == "mse"  ? mse
                         : name == "rmse" ? std::sqrt(mse)
                         : name == "mae"  ? mean_over_columns(&Column::absolute)
                         : name == "r2"   ? r2()
                                          : accuracy();
    result.emplace_back(name, value);
  }
  return result;
}

}  // namespace nabla
