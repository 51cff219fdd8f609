// How well the classes of one network output are told apart, gathered one row at a time.
#pragma once

#include <string>
#include <vector>

#include "kernels/types.h"

namespace nabla {

// What the units of an output stand for.
enum class ClassKind {
  several,  // one class of several: the predicted one has the largest y, the true one the largest d
  binary,   // one unit: class 1 where it is at least ½, else class 0
  labels,   // units of their own, each as if binary
};

class Classification {
 public:
  // Gathers what `metrics` need. Names it does not know are not its own.
  Classification(ClassKind kind, Index units, const std::vector<std::string>& metrics);

  // Prediction and target of one row, as encoded.
  void add(const double* y, const double* d);

  static bool knows(const std::string& metric);

  // accuracy: share of rows (of units, for labels) that are right.
  // top-3-accuracy, top-5-accuracy: share of rows in which fewer than 3, 5 classes are predicted
  // above the true one. precision TP/(TP + FP), recall TP/(TP + FN), f1 2·TP/(2·TP + FP + FN), 0
  // where that is 0/0: of class 1 (binary), else the mean over classes that occur among targets or
  // predictions (over all labels); -micro over the sums of TP, FP and FN; -per-class of each.
  // confusion-matrix: rows are true classes, columns predicted ones. roc-auc: the probability that
  // a row of a class gets a higher y for it than one of another, ties counting ½; mean over classes
  // that have both. log-loss: mean of −ln of the probability given to the target. calibration-error
  // (ECE): mean over rows of |share right − mean confidence| in 15 bins of the confidence, the
  // probability of the predicted class. As scikit-learn defines them; ECE as Guo et al. 2017.
  std::vector<double> value(const std::string& metric) const;

 private:
  struct Counts {
    double hit = 0;     // TP
    double given = 0;   // TP + FP
    double wanted = 0;  // TP + FN
  };
  struct Bin {
    double rows = 0, right = 0, confidence = 0;
  };

  Index classes() const { return kind_ == ClassKind::binary ? 2 : units_; }
  void count(Index predicted, Index truth);
  void add_one_of_several(const double* y, const double* d);
  void add_unit(Index unit, double y, double d);
  void calibrate(double confidence, bool right);
  double area_under_curve() const;
  double area_of_class(Index k) const;

  ClassKind kind_;
  Index units_;
  bool matrix_ = false, ranks_ = false;
  double rows_ = 0;
  double right_ = 0, top3_ = 0, top5_ = 0, log_loss_ = 0;
  std::vector<Counts> counts_;     // by class
  std::vector<double> confusion_;  // classes × classes, where wanted
  std::vector<Bin> bins_;
  std::vector<double> scores_;  // rows × units, where wanted
  std::vector<bool> truths_;
};

}  // namespace nabla
