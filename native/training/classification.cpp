// Figures of merit of classes.
#include "training/classification.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nabla {
namespace {

constexpr Index kBins = 15;

double ratio(double above, double below) {
  return below > 0 ? above / below : 0;
}

double minus_log(double probability) {
  return -std::log(std::max(probability, std::numeric_limits<double>::epsilon()));
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool contains(const std::vector<std::string>& list, const char* name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

Classification::Classification(ClassKind kind, Index units, const std::vector<std::string>& metrics)
    : kind_(kind),
      units_(units),
      matrix_(contains(metrics, "confusion-matrix")),
      ranks_(contains(metrics, "roc-auc")),
      counts_(static_cast<std::size_t>(classes())),
      bins_(kBins) {
  if (matrix_) confusion_.resize(static_cast<std::size_t>(classes() * classes()));
}

bool Classification::knows(const std::string& metric) {
  static const std::vector<std::string> names{"accuracy",         "top-3-accuracy",
                                              "top-5-accuracy",   "precision",
                                              "recall",           "f1",
                                              "precision-micro",  "recall-micro",
                                              "f1-micro",         "precision-per-class",
                                              "recall-per-class", "f1-per-class",
                                              "confusion-matrix", "roc-auc",
                                              "log-loss",         "calibration-error"};
  return contains(names, metric.c_str());
}

void Classification::add(const double* y, const double* d) {
  rows_ += 1;
  if (kind_ == ClassKind::several) {
    add_one_of_several(y, d);
  } else {
    for (Index unit = 0; unit < units_; ++unit) add_unit(unit, y[unit], d[unit]);
  }
  if (ranks_) scores_.insert(scores_.end(), y, y + units_);
}

void Classification::add_one_of_several(const double* y, const double* d) {
  const Index predicted = std::max_element(y, y + units_) - y;
  const Index truth = std::max_element(d, d + units_) - d;
  count(predicted, truth);
  right_ += predicted == truth ? 1 : 0;
  const auto above = std::count_if(y, y + units_, [&](double v) { return v > y[truth]; });
  top3_ += above < 3 ? 1 : 0;
  top5_ += above < 5 ? 1 : 0;
  for (Index k = 0; k < units_; ++k) {
    if (d[k] != 0) log_loss_ += d[k] * minus_log(y[k]);
    if (ranks_) truths_.push_back(k == truth);
  }
  calibrate(y[predicted], predicted == truth);
}

// A label counts only as the class that it is; of one binary unit both classes count.
void Classification::add_unit(Index unit, double y, double d) {
  const bool predicted = y >= 0.5, truth = d >= 0.5;
  if (kind_ == ClassKind::binary) {
    count(predicted ? 1 : 0, truth ? 1 : 0);
  } else {
    Counts& counts = counts_[static_cast<std::size_t>(unit)];
    counts.hit += predicted && truth ? 1 : 0;
    counts.given += predicted ? 1 : 0;
    counts.wanted += truth ? 1 : 0;
  }
  const double share = 1 / static_cast<double>(units_);
  right_ += predicted == truth ? share : 0;
  log_loss_ += share * (d * minus_log(y) + (1 - d) * minus_log(1 - y));
  if (ranks_) truths_.push_back(truth);
  calibrate(predicted ? y : 1 - y, predicted == truth);
}

void Classification::count(Index predicted, Index truth) {
  counts_[static_cast<std::size_t>(predicted)].given += 1;
  counts_[static_cast<std::size_t>(truth)].wanted += 1;
  if (predicted == truth) counts_[static_cast<std::size_t>(truth)].hit += 1;
  if (matrix_) confusion_[static_cast<std::size_t>(truth * classes() + predicted)] += 1;
}

void Classification::calibrate(double confidence, bool right) {
  const double place = std::ceil(confidence * static_cast<double>(kBins)) - 1;
  Bin& bin = bins_[static_cast<std::size_t>(std::clamp(place, 0.0, kBins - 1.0))];
  bin.rows += 1;
  bin.right += right ? 1 : 0;
  bin.confidence += confidence;
}

std::vector<double> Classification::value(const std::string& metric) const {
  if (metric == "accuracy") return {right_ / rows_};
  if (metric == "top-3-accuracy") return {top3_ / rows_};
  if (metric == "top-5-accuracy") return {top5_ / rows_};
  if (metric == "log-loss") return {log_loss_ / rows_};
  if (metric == "roc-auc") return {area_under_curve()};
  if (metric == "confusion-matrix") return confusion_;
  if (metric == "calibration-error") {
    double sum = 0, all = 0;
    for (const Bin& bin : bins_) {
      sum += std::fabs(bin.right - bin.confidence);
      all += bin.rows;
    }
    return {sum / all};
  }
  const std::string name = metric.substr(0, metric.find('-'));
  const auto figure = [&](const Counts& c) {
    return name == "precision" ? ratio(c.hit, c.given)
           : name == "recall"  ? ratio(c.hit, c.wanted)
                               : ratio(2 * c.hit, c.given + c.wanted);
  };
  if (ends_with(metric, "-micro")) {
    Counts sum;
    for (const Counts& c : counts_) {
      sum = {sum.hit + c.hit, sum.given + c.given, sum.wanted + c.wanted};
    }
    return {figure(sum)};
  }
  std::vector<double> figures;
  for (const Counts& c : counts_) figures.push_back(figure(c));
  if (ends_with(metric, "-per-class")) return figures;
  if (kind_ == ClassKind::binary) return {figures[1]};
  double sum = 0, met = 0;
  for (std::size_t k = 0; k < figures.size(); ++k) {
    const bool occurs = counts_[k].given + counts_[k].wanted > 0;
    if (kind_ == ClassKind::several && !occurs) continue;
    sum += figures[k];
    met += 1;
  }
  return {sum / met};
}

double Classification::area_under_curve() const {
  double sum = 0, met = 0;
  for (Index k = 0; k < units_; ++k) {
    const double area = area_of_class(k);
    if (std::isnan(area)) continue;
    sum += area;
    met += 1;
  }
  return sum / met;
}

// The rank sum of Mann and Whitney (1947), ties at their mean rank; NaN without rows of both kinds.
double Classification::area_of_class(Index k) const {
  const std::size_t rows = scores_.size() / static_cast<std::size_t>(units_);
  const auto at = [&](std::size_t row) {
    return row * static_cast<std::size_t>(units_) + static_cast<std::size_t>(k);
  };
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores_[at(a)] < scores_[at(b)]; });
  double ranks = 0, members = 0;
  for (std::size_t first = 0; first < rows;) {
    std::size_t end = first;
    double found = 0;
    for (; end < rows && !(scores_[at(order[first])] < scores_[at(order[end])]); ++end) {
      found += truths_[at(order[end])] ? 1 : 0;
    }
    ranks += found * (static_cast<double>(first + end) + 1) / 2;
    members += found;
    first = end;
  }
  const double others = static_cast<double>(rows) - members;
  if (members == 0 || others == 0) return std::numeric_limits<double>::quiet_NaN();
  return (ranks - members * (members + 1) / 2) / (members * others);
}

}  // namespace nabla
