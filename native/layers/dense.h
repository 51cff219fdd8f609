// H = φ(X·W + b), W is K×N. The layer everything else is measured against: weights stay packed, the
// activation works on panels still in the L1 cache, and backward updates W tile by tile.
#pragma once

#include <algorithm>

#include "layers/activation_use.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class Dense final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;
  bool has_row_gradients() const override { return !activation_.has_parameter(); }
  void row_gradient(const Pass<T>& pass, int id, Index row, double* values) const override;

 private:
  void forward_block(const Pass<T>& pass, Range rows, Range panels) const;
  void backward_activation(const Pass<T>& pass) const;
  void backward_products(const Pass<T>& pass) const;
  void backward_biases(const Pass<T>& pass) const;

  // Z lies in the output's own memory unless backward or an inspection needs it apart.
  Matrix<T> preactivation(const Pass<T>& pass) const {
    const Matrix<T> kept = z_ >= 0 ? pass.matrix(z_) : Matrix<T>{};
    return kept ? kept : pass.output();
  }

  Index inputs_ = 0;
  Index units_ = 0;
  ActivationUse<T> activation_;
  int weights_ = -1;
  int biases_ = -1;
  int z_ = -1;
  int transposed_ = -1;  // δᵀ
  int bias_sums_ = -1;
};

template <class T>
void Dense<T>::configure(Builder<T>& builder) {
  const Options& options = builder.options;
  inputs_ = builder.input_size();
  units_ = options.size("units");
  builder.activation = options.type("activation", "identity");
  builder.output_size = units_;
  builder.flops_per_row = 2 * inputs_ * units_;
  weights_ = builder.weights("weights", inputs_, units_,
                             initial_value(options, "weights", "glorot-uniform", inputs_, units_));
  builder.parameters.back().l1 = options.number("l1", 0);
  builder.parameters.back().l2 = options.number("l2", 0);
  const Value* biases = options.find("biases");
  if (biases == nullptr || !biases->is_bool() || biases->boolean()) {
    const bool given = biases != nullptr && !biases->is_bool();
    InitialValue zeros{Value("zeros"), options.pointer("biases"), inputs_, units_};
    biases_ =
        builder.vector("biases", units_,
                       given ? initial_value(options, "biases", "zeros", inputs_, units_) : zeros);
    bias_sums_ = builder.scratch(units_, Lifetime::backward);
  }
  activation_.configure(builder, "activation", units_);
  if (activation_.needs_preactivation() ||
      (builder.keep_preactivation && !activation_.identity())) {
    z_ = builder.matrix(units_, Lifetime::training);
    builder.preactivation = z_;
  }
  builder.reads_output = !activation_.identity();
  if (builder.input_gradients[0]) {
    transposed_ = builder.transposed(units_, Lifetime::backward);
  }
}

template <class T>
void Dense<T>::forward(const Pass<T>& pass) const {
  if (activation_.draws()) {
    activation_.draw(pass);
    pass.barrier();
  }
  const Index panels = pass.table.panel_count(units_);
  const bool by_panel = panels >= pass.threads;
  const Range rows = by_panel ? Range{0, pass.rows} : pass.row_share();
  forward_block(pass, rows, by_panel ? pass.share(panels) : Range{0, panels});
  if (activation_.identity() || !activation_.vector()) return;
  if (by_panel) pass.barrier();  // a row's panels come from several threads
  const Range own = by_panel ? pass.row_share() : rows;
  const Matrix<T> h = pass.output(), z = preactivation(pass);
  activation_.forward(pass, h.row(own.begin), z.row(own.begin), h.ld, own.size(), units_, 0);
}

// One panel at a time, so that a scalar activation finds the panel's outputs in the cache.
template <class T>
void Dense<T>::forward_block(const Pass<T>& pass, Range rows, Range panels) const {
  constexpr Index block_rows = 128;
  const Table<T>& table = pass.table;
  const Matrix<T> x = pass.input(), h = pass.output(), z = preactivation(pass);
  const T* weights = pass.parameter(weights_);
  const T* biases = biases_ >= 0 ? pass.parameter(biases_) : nullptr;
  const bool activate = !activation_.identity() && !activation_.vector();
  for (Index row = rows.begin; row < rows.end; row += block_rows) {
    const Index row_end = min(rows.end, row + block_rows);
    for (Index p = panels.begin; p < panels.end; ++p) {
      table.product_forward(z.data, z.ld, x.data, x.ld, weights, biases, inputs_, units_, row,
                            row_end, p, p + 1);
      if (!activate) continue;
      const Index col = p * table.panel, cols = min(table.panel, units_ - col);
      activation_.forward(pass, h.row(row) + col, z.row(row) + col, h.ld, row_end - row, cols, col);
    }
  }
}

template <class T>
void Dense<T>::backward(const Pass<T>& pass) const {
  backward_activation(pass);
  pass.barrier();
  if (activation_.learns(pass)) activation_.apply_unit(pass);
  backward_products(pass);
  backward_biases(pass);
}

// x ⊗ δ of the row for W, δ for b.
template <class T>
void Dense<T>::row_gradient(const Pass<T>& pass, int id, Index row, double* values) const {
  const T* delta = pass.output_gradient().row(row);
  if (id == biases_) {
    std::copy_n(delta, units_, values);
    return;
  }
  const T* x = pass.input().row(row);
  for (Index k = 0; k < inputs_; ++k) {
    for (Index n = 0; n < units_; ++n) {
      values[k * units_ + n] = static_cast<double>(x[k]) * static_cast<double>(delta[n]);
    }
  }
}

// δ in place of dH, and its transpose, by rows.
template <class T>
void Dense<T>::backward_activation(const Pass<T>& pass) const {
  const Matrix<T> delta = pass.output_gradient(), z = preactivation(pass), h = pass.output();
  const bool transposes = transposed_ >= 0;
  if (activation_.learns(pass)) {
    activation_.backward_unit(pass, delta, z);
    pass.barrier();
  }
  const Range rows = pass.share(pass.rows, transposes ? pass.table.lanes : 1);
  if (!activation_.identity()) activation_.backward(pass, delta, delta, z, h, rows);
  if (transposes && rows.size() > 0) {
    pass.table.transpose(pass.scratch(transposed_), delta.data, delta.ld, units_, rows.begin,
                         rows.end);
  }
}

// By blocks of rows of W: dX from the old weights while they are in the cache, then their update.
template <class T>
void Dense<T>::backward_products(const Pass<T>& pass) const {
  constexpr Index weight_rows = 48;        // X, dX and a panel of W for so many rows stay in L1
  constexpr Index grain = 64 / sizeof(T);  // threads share no cache line of dX
  const Table<T>& table = pass.table;
  const Matrix<T> x = pass.input(), delta = pass.output_gradient();
  const Matrix<T> dx = pass.input_gradient();
  const Range share = pass.share(inputs_, grain);
  for (Index k = share.begin; k < share.end; k += weight_rows) {
    const Index k_end = min(share.end, k + weight_rows);
    if (dx) {
      table.product_backward_data(dx.data, dx.ld, pass.scratch(transposed_),
                                  pass.parameter(weights_), pass.rows, units_, inputs_, k, k_end,
                                  pass.accumulate());
    }
    if (pass.trains(weights_)) {
      table.product_backward_weights(pass.update(weights_), x.data, x.ld, delta.data, delta.ld,
                                     pass.rows, units_, inputs_, k, k_end);
    }
  }
}

template <class T>
void Dense<T>::backward_biases(const Pass<T>& pass) const {
  if (biases_ < 0 || !pass.trains(biases_)) return;
  const Range cols = pass.share(units_, 64 / sizeof(T));
  if (cols.size() == 0) return;
  const Matrix<T> delta = pass.output_gradient();
  T* sums = pass.scratch(bias_sums_);
  pass.table.column_sums(sums, delta.data, delta.ld, pass.rows, cols.begin, cols.end);
  pass.apply(biases_, sums + cols.begin, cols.begin, cols.size());
}

}  // namespace nabla
