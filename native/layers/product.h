// y_i = ∏_{l ∈ S_i} x_l over given groups S_i of inputs.
#pragma once

#include "layers/groups.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class Product final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override {
    groups_ = parse_groups(builder.options, builder.input_size());
    builder.output_size = groups_.count();
    builder.flops_per_row = static_cast<Index>(groups_.members.size());
    builder.reads_output = false;
    if (builder.input_gradients[0]) {
      suffixes_ = builder.matrix(groups_.largest() + 1, Lifetime::backward);
    }
  }

  void forward(const Pass<T>& pass) const override {
    const Matrix<T> x = pass.input(), y = pass.output();
    const Range rows = pass.row_share();
    for (Index r = rows.begin; r < rows.end; ++r) {
      groups_.each([&](Index i, const Index* members, Index count) {
        T product = 1;
        for (Index j = 0; j < count; ++j) product *= x.row(r)[members[j]];
        y.row(r)[i] = product;
      });
    }
  }

  // ∂y_i/∂x_j is the product of the others, from those before it and those after it: a division by
  // x_j would fail at 0.
  void backward(const Pass<T>& pass) const override {
    const Matrix<T> x = pass.input(), dy = pass.output_gradient(), dx = pass.input_gradient();
    if (!dx) return;
    const Range rows = pass.row_share();
    if (!pass.accumulate()) {
      pass.table.elementwise.fill(dx.row(rows.begin), dx.ld, rows.size(), dx.cols, T(0));
    }
    for (Index r = rows.begin; r < rows.end; ++r) {
      T* after = pass.matrix(suffixes_).row(r);
      groups_.each([&](Index i, const Index* members, Index count) {
        after[count] = 1;
        for (Index j = count; j-- > 0;) after[j] = after[j + 1] * x.row(r)[members[j]];
        T before = dy.row(r)[i];
        for (Index j = 0; j < count; ++j) {
          dx.row(r)[members[j]] += before * after[j + 1];
          before *= x.row(r)[members[j]];
        }
      });
    }
  }

 private:
  Groups groups_;
  int suffixes_ = -1;  // products of a row's members from each to the last
};

}  // namespace nabla
