// y = s ⊙ x + t: a learned scale and shift for each column, a dense layer whose W is diagonal.
#pragma once

#include "layers/column_affine.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class Scale final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;

 private:
  int scale_ = -1, shift_ = -1;
  int products_ = -1;  // dY ⊙ X
  int sums_ = -1;
};

template <class T>
void Scale<T>::configure(Builder<T>& builder) {
  const Index cols = builder.input_size();
  builder.output_size = cols;
  builder.flops_per_row = 2 * cols;
  scale_ = builder.vector("scale", cols, constant_value(1));
  shift_ = builder.vector("shift", cols, constant_value(0));
  products_ = builder.matrix(cols, Lifetime::backward);
  sums_ = builder.scratch(cols, Lifetime::backward);
  builder.reads_output = false;
}

template <class T>
void Scale<T>::forward(const Pass<T>& pass) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> x = pass.input(), y = pass.output();
  const Range rows = pass.row_share();
  T* first = y.row(rows.begin);
  elementwise.copy(first, y.ld, x.row(rows.begin), x.ld, rows.size(), x.cols);
  elementwise.affine(first, y.ld, pass.parameter(scale_), pass.parameter(shift_), rows.size(),
                     x.cols);
}

// dX = dY ⊙ s, with s as every row of a matrix whose rows are 0 apart.
template <class T>
void Scale<T>::backward(const Pass<T>& pass) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> x = pass.input(), dx = pass.input_gradient(), dy = pass.output_gradient();
  const Matrix<T> products = pass.matrix(products_);
  const Range rows = pass.row_share();
  const T* first = dy.row(rows.begin);
  elementwise.multiply(products.row(rows.begin), products.ld, first, dy.ld, x.row(rows.begin), x.ld,
                       rows.size(), dy.cols);
  if (dx) {
    const auto product = pass.accumulate() ? elementwise.multiply_add : elementwise.multiply;
    product(dx.row(rows.begin), dx.ld, first, dy.ld, pass.parameter(scale_), 0, rows.size(),
            dy.cols);
  }
  pass.barrier();
  column_affine_backward(pass, scale_, shift_, products, pass.scratch(sums_));
}

}  // namespace nabla
