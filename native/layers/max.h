// y_i = max_{l ∈ S_i} x_l over given groups S_i of inputs; the gradient goes to the first maximum.
#pragma once

#include "layers/groups.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class Max final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override {
    groups_ = parse_groups(builder.options, builder.input_size());
    builder.output_size = groups_.count();
    builder.flops_per_row = static_cast<Index>(groups_.members.size());
    builder.reads_output = false;
  }

  void forward(const Pass<T>& pass) const override {
    const Matrix<T> x = pass.input(), y = pass.output();
    const Range rows = pass.row_share();
    for (Index r = rows.begin; r < rows.end; ++r) {
      groups_.each([&](Index i, const Index* members, Index count) {
        y.row(r)[i] = x.row(r)[first_maximum(x.row(r), members, count)];
      });
    }
  }

  void backward(const Pass<T>& pass) const override {
    const Matrix<T> x = pass.input(), dy = pass.output_gradient(), dx = pass.input_gradient();
    if (!dx) return;
    const Range rows = pass.row_share();
    if (!pass.accumulate()) {
      pass.table.elementwise.fill(dx.row(rows.begin), dx.ld, rows.size(), dx.cols, T(0));
    }
    for (Index r = rows.begin; r < rows.end; ++r) {
      groups_.each([&](Index i, const Index* members, Index count) {
        dx.row(r)[first_maximum(x.row(r), members, count)] += dy.row(r)[i];
      });
    }
  }

 private:
  // NaN counts as larger than anything, so that it is passed on.
  static Index first_maximum(const T* x, const Index* members, Index count) {
    Index best = members[0];
    for (Index j = 1; j < count; ++j) {
      const T candidate = x[members[j]];
      if (candidate > x[best] || (candidate != candidate && x[best] == x[best])) best = members[j];
    }
    return best;
  }

  Groups groups_;
};

}  // namespace nabla
