// H = φ(X), any activation, scalar or vector, as a layer of its own.
#pragma once

#include "layers/activation_use.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class ActivationLayer final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override {
    const Index units = builder.input_size();
    builder.output_size = units;
    builder.flops_per_row = units;
    builder.activation = builder.options.type("activation", "identity");
    activation_.configure(builder, "activation", units);
    builder.reads_input = activation_.needs_preactivation();
    builder.reads_output = !activation_.identity() && !activation_.needs_preactivation();
    if (builder.input_gradients[0]) sum_ = builder.matrix(units, Lifetime::backward);
  }

  void forward(const Pass<T>& pass) const override {
    if (activation_.draws()) {
      activation_.draw(pass);
      pass.barrier();
    }
    const Range rows = pass.row_share();
    const Matrix<T> x = pass.input(), h = pass.output();
    if (activation_.identity()) {
      pass.table.elementwise.copy(h.row(rows.begin), h.ld, x.row(rows.begin), x.ld, rows.size(),
                                  x.cols);
    } else {
      activation_.forward(pass, h.row(rows.begin), x.row(rows.begin), h.ld, rows.size(), x.cols, 0);
    }
  }

  void backward(const Pass<T>& pass) const override {
    if (activation_.learns(pass)) {
      activation_.backward_unit(pass, pass.output_gradient(), pass.input());
      pass.barrier();
    }
    if (pass.input_gradient()) backward_input(pass);
    if (activation_.learns(pass)) {
      pass.barrier();
      activation_.apply_unit(pass);
    }
  }

 private:
  void backward_input(const Pass<T>& pass) const {
    const Matrix<T> x = pass.input(), h = pass.output(), dh = pass.output_gradient();
    const Matrix<T> dx = pass.input_gradient();
    const Range rows = pass.row_share();
    const Matrix<T> dz = pass.accumulate() ? pass.matrix(sum_) : dx;
    const auto& elementwise = pass.table.elementwise;
    if (activation_.identity()) {
      const auto add = pass.accumulate() ? elementwise.add : elementwise.copy;
      add(dx.row(rows.begin), dx.ld, dh.row(rows.begin), dh.ld, rows.size(), dx.cols);
      return;
    }
    activation_.backward(pass, dz, dh, x, h, rows);
    if (pass.accumulate()) {
      elementwise.add(dx.row(rows.begin), dx.ld, dz.row(rows.begin), dz.ld, rows.size(), dx.cols);
    }
  }

  ActivationUse<T> activation_;
  int sum_ = -1;  // dX before it is added to what other consumers gave
};

}  // namespace nabla
