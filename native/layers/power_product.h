// y_i = ∏_l z_l^{α_li}: a dense layer between a logarithm and an exponential, Y = exp(ln(Z)·A).
// Domain `positive`: z > 0; `absolute`: z ≠ 0, taken as |z|. Outside, the result is NaN, which ends
// training as diverged: no rule for signs or zeros is invented.
#pragma once

#include <limits>

#include "layers/layer.h"

namespace nabla {

template <class T>
class PowerProduct final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;

 private:
  Index inputs_ = 0;
  Index units_ = 0;
  bool absolute_ = false;
  int exponents_ = -1;
  int logs_ = -1;
  int transposed_ = -1;
  int dlogs_ = -1;
};

template <class T>
void PowerProduct<T>::configure(Builder<T>& builder) {
  inputs_ = builder.input_size();
  units_ = builder.options.size("units");
  absolute_ = builder.options.choice("domain", {"positive", "absolute"}) == "absolute";
  builder.output_size = units_;
  builder.flops_per_row = 2 * inputs_ * units_;
  exponents_ = builder.weights(
      "exponents", inputs_, units_,
      initial_value(builder.options, "exponents", "glorot-uniform", inputs_, units_));
  builder.parameters.back().l1 = builder.options.number("l1", 0);
  builder.parameters.back().l2 = builder.options.number("l2", 0);
  logs_ = builder.matrix(inputs_, Lifetime::kept);
  if (builder.input_gradients[0]) {
    transposed_ = builder.transposed(units_, Lifetime::backward);
    dlogs_ = builder.matrix(inputs_, Lifetime::backward);
  }
}

template <class T>
void PowerProduct<T>::forward(const Pass<T>& pass) const {
  const Table<T>& table = pass.table;
  const Matrix<T> x = pass.input(), logs = pass.matrix(logs_), y = pass.output();
  const auto log = table.elementwise.math[static_cast<int>(Function::log)];
  const auto exp = table.elementwise.math[static_cast<int>(Function::exp)];
  const Range rows = pass.row_share();
  for (Index r = rows.begin; r < rows.end; ++r) {
    for (Index c = 0; c < inputs_; ++c) {
      const T z = x.row(r)[c];
      // Not ln 0 = −∞: it would give 0, ∞ or NaN by the sign of the exponent.
      logs.row(r)[c] = z == 0 ? std::numeric_limits<T>::quiet_NaN() : absolute_ && z < 0 ? -z : z;
    }
    log(logs.row(r), logs.row(r), inputs_);
  }
  table.product_forward(y.data, y.ld, logs.data, logs.ld, pass.parameter(exponents_), nullptr,
                        inputs_, units_, rows.begin, rows.end, 0, table.panel_count(units_));
  for (Index r = rows.begin; r < rows.end; ++r) exp(y.row(r), y.row(r), units_);
}

// With u = ln z: δ = dY ⊙ Y, dA = uᵀ·δ, dz = (δ·Aᵀ) / z.
template <class T>
void PowerProduct<T>::backward(const Pass<T>& pass) const {
  const Table<T>& table = pass.table;
  const Matrix<T> x = pass.input(), y = pass.output(), logs = pass.matrix(logs_);
  const Matrix<T> delta = pass.output_gradient(), dx = pass.input_gradient();
  const bool transposes = static_cast<bool>(dx);
  const Range rows = pass.share(pass.rows, transposes ? table.lanes : 1);
  table.elementwise.multiply(delta.row(rows.begin), delta.ld, delta.row(rows.begin), delta.ld,
                             y.row(rows.begin), y.ld, rows.size(), units_);
  if (transposes && rows.size() > 0) {
    table.transpose(pass.scratch(transposed_), delta.data, delta.ld, units_, rows.begin, rows.end);
  }
  pass.barrier();
  const Range k = pass.share(inputs_, 64 / sizeof(T));
  if (transposes && k.size() > 0) {
    const Matrix<T> dlogs = pass.matrix(dlogs_);
    table.product_backward_data(dlogs.data, dlogs.ld, pass.scratch(transposed_),
                                pass.parameter(exponents_), pass.rows, units_, inputs_, k.begin,
                                k.end, false);
    for (Index r = 0; r < pass.rows; ++r) {
      for (Index c = k.begin; c < k.end; ++c) {
        const T gradient = dlogs.row(r)[c] / x.row(r)[c];
        dx.row(r)[c] = pass.accumulate() ? dx.row(r)[c] + gradient : gradient;
      }
    }
  }
  if (pass.trains(exponents_) && k.size() > 0) {
    table.product_backward_weights(pass.update(exponents_), logs.data, logs.ld, delta.data,
                                   delta.ld, pass.rows, units_, inputs_, k.begin, k.end);
  }
}

}  // namespace nabla
