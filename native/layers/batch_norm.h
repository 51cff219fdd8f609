// y = γ ⊙ (x − μ)/√(σ² + ε) + β by column: μ and σ² of the batch in training, of the running
// statistics in prediction. Ioffe, Szegedy 2015. As PyTorch's: r ← (1 − m)·r + m·batch, with the
// unbiased variance (÷ (P − 1)) going into the running one. A frozen layer always uses the running
// statistics and leaves them alone.
#pragma once

#include <cmath>

#include "layers/layer.h"

namespace nabla {

template <class T>
class BatchNorm final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;

 private:
  void statistics(const Pass<T>& pass, Range cols) const;
  void move_running(const Pass<T>& pass, Range cols, const T* mean, const T* variance) const;
  void backward_parameters(const Pass<T>& pass, Range cols) const;
  void backward_input(const Pass<T>& pass, Range cols) const;

  bool uses_batch(const Pass<T>& pass) const { return pass.mode == Mode::train && !frozen_; }
  static Range share(const Pass<T>& pass, Index cols) { return pass.share(cols, 64 / sizeof(T)); }

  bool frozen_ = false;
  double momentum_ = 0.1;
  double epsilon_ = 1e-5;
  int scale_ = -1, shift_ = -1;
  int running_mean_ = -1, running_variance_ = -1;
  int normalized_ = -1;           // x̂
  int inverse_ = -1;              // 1/√(σ² + ε)
  int first_ = -1, second_ = -1;  // by column: statistics in forward, Σ dy and Σ dy ⊙ x̂ in backward
  int products_ = -1;
};

template <class T>
void BatchNorm<T>::configure(Builder<T>& builder) {
  const Options& options = builder.options;
  const Index cols = builder.input_size();
  frozen_ = builder.frozen;
  momentum_ = options.number("momentum", 0.1);
  if (!(momentum_ >= 0 && momentum_ <= 1)) options.fail("momentum", "must be from 0 to 1");
  epsilon_ = options.positive("epsilon", 1e-5);
  builder.output_size = cols;
  builder.flops_per_row = 4 * cols;
  scale_ = builder.vector("scale", cols, constant_value(1));
  shift_ = builder.vector("shift", cols, constant_value(0));
  running_mean_ = builder.state("runningMean", cols, constant_value(0));
  running_variance_ = builder.state("runningVariance", cols, constant_value(1));
  normalized_ = builder.matrix(cols, Lifetime::kept);
  inverse_ = builder.scratch(cols, Lifetime::kept);
  first_ = builder.scratch(cols, Lifetime::kept);
  second_ = builder.scratch(cols, Lifetime::kept);
  products_ = builder.matrix(cols, Lifetime::backward);
  builder.reads_input = false;
  builder.reads_output = false;
}

// Each thread has columns of its own: statistics need no barrier.
template <class T>
void BatchNorm<T>::forward(const Pass<T>& pass) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> x = pass.input(), y = pass.output(), normalized = pass.matrix(normalized_);
  const Range cols = share(pass, x.cols);
  if (cols.size() == 0) return;
  const Index c = cols.begin, n = cols.size();
  elementwise.copy(normalized.data + c, normalized.ld, x.data + c, x.ld, pass.rows, n);
  if (uses_batch(pass)) {
    statistics(pass, cols);
  } else {
    T* negative_mean = pass.scratch(first_);
    for (Index i = c; i < cols.end; ++i) {
      negative_mean[i] = -pass.parameter(running_mean_)[i];
      pass.scratch(inverse_)[i] = static_cast<T>(
          1 / std::sqrt(static_cast<double>(pass.parameter(running_variance_)[i]) + epsilon_));
    }
    elementwise.affine(normalized.data + c, normalized.ld, nullptr, negative_mean + c, pass.rows,
                       n);
  }
  elementwise.affine(normalized.data + c, normalized.ld, pass.scratch(inverse_) + c, nullptr,
                     pass.rows, n);
  elementwise.copy(y.data + c, y.ld, normalized.data + c, normalized.ld, pass.rows, n);
  elementwise.affine(y.data + c, y.ld, pass.parameter(scale_) + c, pass.parameter(shift_) + c,
                     pass.rows, n);
}

// Leaves x − μ in `normalized` and 1/√(σ² + ε) in `inverse`. Two passes, so that a large mean does
// not cancel the variance away.
template <class T>
void BatchNorm<T>::statistics(const Pass<T>& pass, Range cols) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> normalized = pass.matrix(normalized_), squares = pass.output();
  const T rows = static_cast<T>(pass.rows);
  const Index c = cols.begin, n = cols.size();
  T *mean = pass.scratch(first_), *variance = pass.scratch(second_);
  pass.table.column_sums(mean, normalized.data, normalized.ld, pass.rows, c, cols.end);
  for (Index i = c; i < cols.end; ++i) mean[i] = -(mean[i] / rows);
  elementwise.affine(normalized.data + c, normalized.ld, nullptr, mean + c, pass.rows, n);
  elementwise.multiply(squares.data + c, squares.ld, normalized.data + c, normalized.ld,
                       normalized.data + c, normalized.ld, pass.rows, n);
  pass.table.column_sums(variance, squares.data, squares.ld, pass.rows, c, cols.end);
  for (Index i = c; i < cols.end; ++i) {
    mean[i] = -mean[i];
    variance[i] /= rows;
    pass.scratch(inverse_)[i] =
        static_cast<T>(1 / std::sqrt(static_cast<double>(variance[i]) + epsilon_));
  }
  if (pass.update_state) move_running(pass, cols, mean, variance);
}

template <class T>
void BatchNorm<T>::move_running(const Pass<T>& pass, Range cols, const T* mean,
                                const T* variance) const {
  const T momentum = static_cast<T>(momentum_);
  const T unbiased =
      pass.rows > 1 ? static_cast<T>(pass.rows) / static_cast<T>(pass.rows - 1) : T(1);
  T *running_mean = pass.parameter(running_mean_),
    *running_variance = pass.parameter(running_variance_);
  for (Index i = cols.begin; i < cols.end; ++i) {
    running_mean[i] += momentum * (mean[i] - running_mean[i]);
    running_variance[i] += momentum * (variance[i] * unbiased - running_variance[i]);
  }
}

template <class T>
void BatchNorm<T>::backward(const Pass<T>& pass) const {
  const Matrix<T> dy = pass.output_gradient();
  const Range cols = share(pass, dy.cols);
  if (cols.size() == 0) return;
  const Matrix<T> normalized = pass.matrix(normalized_), products = pass.matrix(products_);
  const Index c = cols.begin;
  pass.table.elementwise.multiply(products.data + c, products.ld, dy.data + c, dy.ld,
                                  normalized.data + c, normalized.ld, pass.rows, cols.size());
  pass.table.column_sums(pass.scratch(first_), dy.data, dy.ld, pass.rows, c, cols.end);
  pass.table.column_sums(pass.scratch(second_), products.data, products.ld, pass.rows, c, cols.end);
  if (pass.input_gradient()) backward_input(pass, cols);
  backward_parameters(pass, cols);
}

// In training dX = γ/√(σ² + ε) ⊙ (dY − (Σ dY)/P − X̂ ⊙ (Σ dY ⊙ X̂)/P); in prediction the statistics
// are constants, and the sums fall away.
template <class T>
void BatchNorm<T>::backward_input(const Pass<T>& pass, Range cols) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> dy = pass.output_gradient(), dx = pass.input_gradient();
  const Matrix<T> normalized = pass.matrix(normalized_), inner = pass.matrix(products_);
  const Index c = cols.begin, n = cols.size();
  T* at = inner.data + c;  // the products, whose sums are taken, make room for it
  if (uses_batch(pass)) {
    const T rows = static_cast<T>(pass.rows);
    const T *sums = pass.scratch(first_), *products = pass.scratch(second_);
    for (Index r = 0; r < pass.rows; ++r) {
      const T *x = normalized.row(r), *gradient = dy.row(r);
      for (Index i = c; i < cols.end; ++i) {
        inner.row(r)[i] = gradient[i] - (sums[i] + x[i] * products[i]) / rows;
      }
    }
  } else {
    elementwise.copy(at, inner.ld, dy.data + c, dy.ld, pass.rows, n);
  }
  elementwise.affine(at, inner.ld, pass.parameter(scale_) + c, nullptr, pass.rows, n);
  elementwise.affine(at, inner.ld, pass.scratch(inverse_) + c, nullptr, pass.rows, n);
  const auto give = pass.accumulate() ? elementwise.add : elementwise.copy;
  give(dx.data + c, dx.ld, at, inner.ld, pass.rows, n);
}

template <class T>
void BatchNorm<T>::backward_parameters(const Pass<T>& pass, Range cols) const {
  if (!pass.trains(scale_)) return;
  pass.apply(scale_, pass.scratch(second_) + cols.begin, cols.begin, cols.size());
  pass.apply(shift_, pass.scratch(first_) + cols.begin, cols.begin, cols.size());
}

}  // namespace nabla
