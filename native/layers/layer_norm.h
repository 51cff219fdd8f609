// y = γ ⊙ (x − μ)/√(σ² + ε) + β by row: μ and σ² over the row's own values, the same in training
// and prediction. Ba, Kiros, Hinton 2016.
#pragma once

#include <cmath>

#include "layers/column_affine.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class LayerNorm final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;

 private:
  void normalize(const T* x, T* normalized, T& inverse, Index cols) const;
  void backward_row(const Pass<T>& pass, Index r) const;

  double epsilon_ = 1e-5;
  int scale_ = -1, shift_ = -1;
  int normalized_ = -1;  // x̂
  int inverse_ = -1;     // 1/√(σ² + ε) of each row
  int products_ = -1;    // dY ⊙ X̂
  int sums_ = -1;
};

template <class T>
void LayerNorm<T>::configure(Builder<T>& builder) {
  const Index cols = builder.input_size();
  epsilon_ = builder.options.positive("epsilon", 1e-5);
  builder.output_size = cols;
  builder.flops_per_row = 6 * cols;
  scale_ = builder.vector("scale", cols, constant_value(1));
  shift_ = builder.vector("shift", cols, constant_value(0));
  normalized_ = builder.matrix(cols, Lifetime::kept);
  inverse_ = builder.matrix(1, Lifetime::kept);
  products_ = builder.matrix(cols, Lifetime::backward);
  sums_ = builder.scratch(cols, Lifetime::backward);
  builder.reads_input = false;
  builder.reads_output = false;
}

// Sums in float64 and in the order of the columns, so they depend on neither lanes nor threads.
template <class T>
void LayerNorm<T>::normalize(const T* x, T* normalized, T& inverse, Index cols) const {
  double mean = 0, variance = 0;
  for (Index c = 0; c < cols; ++c) mean += static_cast<double>(x[c]);
  mean /= static_cast<double>(cols);
  for (Index c = 0; c < cols; ++c) {
    const double centred = static_cast<double>(x[c]) - mean;
    variance += centred * centred;
  }
  const double factor = 1 / std::sqrt(variance / static_cast<double>(cols) + epsilon_);
  for (Index c = 0; c < cols; ++c) {
    normalized[c] = static_cast<T>((static_cast<double>(x[c]) - mean) * factor);
  }
  inverse = static_cast<T>(factor);
}

template <class T>
void LayerNorm<T>::forward(const Pass<T>& pass) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> x = pass.input(), y = pass.output(), normalized = pass.matrix(normalized_);
  const Range rows = pass.row_share();
  for (Index r = rows.begin; r < rows.end; ++r) {
    normalize(x.row(r), normalized.row(r), *pass.matrix(inverse_).row(r), x.cols);
  }
  elementwise.copy(y.row(rows.begin), y.ld, normalized.row(rows.begin), normalized.ld, rows.size(),
                   y.cols);
  elementwise.affine(y.row(rows.begin), y.ld, pass.parameter(scale_), pass.parameter(shift_),
                     rows.size(), y.cols);
}

template <class T>
void LayerNorm<T>::backward(const Pass<T>& pass) const {
  const Matrix<T> dy = pass.output_gradient();
  const Matrix<T> normalized = pass.matrix(normalized_), products = pass.matrix(products_);
  const Range rows = pass.row_share();
  pass.table.elementwise.multiply(products.row(rows.begin), products.ld, dy.row(rows.begin), dy.ld,
                                  normalized.row(rows.begin), normalized.ld, rows.size(), dy.cols);
  if (pass.input_gradient()) {
    for (Index r = rows.begin; r < rows.end; ++r) backward_row(pass, r);
  }
  pass.barrier();
  column_affine_backward(pass, scale_, shift_, products, pass.scratch(sums_));
}

// With g = dY ⊙ γ: dX = (g − mean(g) − X̂ ⊙ mean(g ⊙ X̂)) / √(σ² + ε).
template <class T>
void LayerNorm<T>::backward_row(const Pass<T>& pass, Index r) const {
  const Matrix<T> dx = pass.input_gradient();
  const T *dy = pass.output_gradient().row(r), *normalized = pass.matrix(normalized_).row(r);
  const T* scale = pass.parameter(scale_);
  const Index cols = dx.cols;
  double mean = 0, product = 0;
  for (Index c = 0; c < cols; ++c) {
    const double gradient = static_cast<double>(dy[c]) * static_cast<double>(scale[c]);
    mean += gradient;
    product += gradient * static_cast<double>(normalized[c]);
  }
  mean /= static_cast<double>(cols);
  product /= static_cast<double>(cols);
  const auto inverse = static_cast<double>(*pass.matrix(inverse_).row(r));
  for (Index c = 0; c < cols; ++c) {
    const double gradient = static_cast<double>(dy[c]) * static_cast<double>(scale[c]);
    const auto centred =
        static_cast<T>(inverse * (gradient - mean - static_cast<double>(normalized[c]) * product));
    dx.row(r)[c] = pass.accumulate() ? dx.row(r)[c] + centred : centred;
  }
}

}  // namespace nabla
