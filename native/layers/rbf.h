// Radial basis functions: y_i = K(x, μ_i, h_i). With r² = ‖x − μ_i‖² and one spread h_i a unit:
//   gaussian exp(−r²/2h²), multiquadric √(r² + h²), inverse-multiquadric 1/√(r² + h²).
// With a spread for each dimension, s = Σ_l ((x_l − μ_il)/h_il)² stands for r² and 1 for h.
// `normalized` divides by Σ_i y_i. Distances are sums of squared differences, taken directly:
// ‖x‖² − 2x·μ + ‖μ‖² would cancel.
//
// All kernels go backward through ln K: g = ∂J/∂ln K = Y ⊙ dY, less Y·(Y·dY) if normalised.
#pragma once

#include <cmath>
#include <string>

#include "layers/layer.h"

namespace nabla {

template <class T>
class Rbf final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;
  const CenterFit* center_fit() const override { return placed_ ? &fit_ : nullptr; }

 private:
  enum class Kernel { gaussian, multiquadric, inverse_multiquadric };

  void transpose_parameters(const Pass<T>& pass) const;
  void squared_distances(const Pass<T>& pass, const T* x, T* s) const;
  void evaluate_kernel(const Pass<T>& pass, const T* s, T* y) const;
  void normalize(T* y) const;
  void backward_kernel(const Pass<T>& pass, Index r) const;
  void backward_input(const Pass<T>& pass, Index r) const;
  void center_gradient(const Pass<T>& pass, Range units) const;
  void spread_gradient(const Pass<T>& pass, Range units) const;
  // h² of a unit, or 1 where the spreads are in the distance already.
  T squared_spread(const T* spreads, Index i) const {
    return per_dimension_ ? T(1) : spreads[i] * spreads[i];
  }

  Kernel kernel_ = Kernel::gaussian;
  bool per_dimension_ = false;
  bool normalized_ = false;
  bool placed_ = false;  // by k-means, when training begins
  CenterFit fit_{};
  Index inputs_ = 0;
  Index units_ = 0;
  int centers_ = -1;           // units × inputs
  int spreads_ = -1;           // units, or units × inputs
  int centers_by_input_ = -1;  // the same, inputs × units, so that units lie in the lanes
  int inverse_by_input_ = -1;  // 1/h
  int distances_ = -1;
  int spread_terms_ = -1;  // ∂J/∂h of each row
  int center_gradient_ = -1;
  int spread_gradient_ = -1;
};

template <class T>
void Rbf<T>::configure(Builder<T>& builder) {
  const Options& options = builder.options;
  const std::string kernel =
      options.choice("kernel", {"gaussian", "multiquadric", "inverse-multiquadric"});
  kernel_ = kernel == "gaussian"       ? Kernel::gaussian
            : kernel == "multiquadric" ? Kernel::multiquadric
                                       : Kernel::inverse_multiquadric;
  per_dimension_ = options.choice("shape", {"spherical", "per-dimension"}) == "per-dimension";
  normalized_ = options.boolean("normalized", false);
  inputs_ = builder.input_size();
  units_ = options.size("units");
  builder.output_size = units_;
  builder.flops_per_row = 3 * inputs_ * units_;
  centers_ = builder.rows("centers", units_, inputs_,
                          initial_value(options, "centers", "normal", inputs_, units_));
  const InitialValue spreads = options.find("spreads") != nullptr
                                   ? initial_value(options, "spreads", "", inputs_, units_)
                                   : constant_value(1);
  if (spreads.zero()) options.fail("spreads", "must not be 0: distances are divided by them");
  placed_ = options.choice("placement", {"initial", "k-means"}) == "k-means";
  const Index size = checked_multiply(inputs_, units_);
  spreads_ = per_dimension_ ? builder.rows("spreads", units_, inputs_, spreads)
                            : builder.vector("spreads", units_, spreads);
  // Most clusterings settle within 30 rounds; below the tolerance, training moves centres farther.
  fit_ = {centers_, spreads_, true, units_, 100, 1e-4};
  centers_by_input_ = builder.scratch(size, Lifetime::kept);
  if (per_dimension_) inverse_by_input_ = builder.scratch(size, Lifetime::kept);
  distances_ = builder.matrix(units_, Lifetime::kept);
  spread_terms_ = builder.matrix(units_, Lifetime::backward);
  center_gradient_ = builder.scratch(size, Lifetime::backward);
  spread_gradient_ = builder.scratch(per_dimension_ ? size : units_, Lifetime::backward);
}

template <class T>
void Rbf<T>::transpose_parameters(const Pass<T>& pass) const {
  const T *centers = pass.parameter(centers_), *spreads = pass.parameter(spreads_);
  T* by_input = pass.scratch(centers_by_input_);
  const Range own = pass.share(inputs_);
  for (Index l = own.begin; l < own.end; ++l) {
    for (Index i = 0; i < units_; ++i) {
      by_input[l * units_ + i] = centers[i * inputs_ + l];
      if (per_dimension_) {
        pass.scratch(inverse_by_input_)[l * units_ + i] = T(1) / spreads[i * inputs_ + l];
      }
    }
  }
}

template <class T>
void Rbf<T>::squared_distances(const Pass<T>& pass, const T* x, T* s) const {
  for (Index i = 0; i < units_; ++i) s[i] = 0;
  for (Index l = 0; l < inputs_; ++l) {
    const T* centers = pass.scratch(centers_by_input_) + l * units_;
    if (per_dimension_) {
      const T* inverse = pass.scratch(inverse_by_input_) + l * units_;
      for (Index i = 0; i < units_; ++i) {
        const T difference = (x[l] - centers[i]) * inverse[i];
        s[i] += difference * difference;
      }
    } else {
      for (Index i = 0; i < units_; ++i) {
        const T difference = x[l] - centers[i];
        s[i] += difference * difference;
      }
    }
  }
}

template <class T>
void Rbf<T>::evaluate_kernel(const Pass<T>& pass, const T* s, T* y) const {
  const T* spreads = pass.parameter(spreads_);
  const auto& math = pass.table.elementwise.math;
  if (kernel_ == Kernel::gaussian) {
    for (Index i = 0; i < units_; ++i) y[i] = -s[i] / (2 * squared_spread(spreads, i));
    if (normalized_) {  // a factor common to the row falls away: keep the largest from underflowing
      T most = y[0];
      for (Index i = 1; i < units_; ++i) most = y[i] > most ? y[i] : most;
      for (Index i = 0; i < units_; ++i) y[i] -= most;
    }
    math[static_cast<int>(Function::exp)](y, y, units_);
    return;
  }
  for (Index i = 0; i < units_; ++i) y[i] = s[i] + squared_spread(spreads, i);
  math[static_cast<int>(Function::sqrt)](y, y, units_);
  if (kernel_ == Kernel::multiquadric) return;
  for (Index i = 0; i < units_; ++i) y[i] = 1 / y[i];
}

template <class T>
void Rbf<T>::normalize(T* y) const {
  T sum = 0;
  for (Index i = 0; i < units_; ++i) sum += y[i];
  for (Index i = 0; i < units_; ++i) y[i] /= sum;
}

template <class T>
void Rbf<T>::forward(const Pass<T>& pass) const {
  transpose_parameters(pass);
  pass.barrier();
  const Matrix<T> x = pass.input(), y = pass.output(), distances = pass.matrix(distances_);
  const Range rows = pass.row_share();
  for (Index r = rows.begin; r < rows.end; ++r) {
    squared_distances(pass, x.row(r), distances.row(r));
    evaluate_kernel(pass, distances.row(r), y.row(r));
    if (normalized_) normalize(y.row(r));
  }
}

template <class T>
void Rbf<T>::backward(const Pass<T>& pass) const {
  const Range rows = pass.row_share();
  for (Index r = rows.begin; r < rows.end; ++r) {
    backward_kernel(pass, r);
    if (pass.input_gradient()) backward_input(pass, r);
  }
  pass.barrier();
  const Range units = pass.share(units_, 64 / sizeof(T));
  if (units.size() == 0 || !pass.trains(centers_)) return;
  spread_gradient(pass, units);
  center_gradient(pass, units);
  // Both gradients first: each is taken with the other's old values.
  const Index width = per_dimension_ ? inputs_ : 1;
  pass.apply(spreads_, pass.scratch(spread_gradient_) + units.begin * width, units.begin * width,
             units.size() * width);
  pass.apply(centers_, pass.scratch(center_gradient_) + units.begin * inputs_,
             units.begin * inputs_, units.size() * inputs_);
}

// Leaves ∂J/∂s in the output's gradient, and, for one spread a unit, ∂J/∂h in spread_terms.
template <class T>
void Rbf<T>::backward_kernel(const Pass<T>& pass, Index r) const {
  const T *y = pass.output().row(r), *s = pass.matrix(distances_).row(r);
  const T* spreads = pass.parameter(spreads_);
  T *dy = pass.output_gradient().row(r), *terms = pass.matrix(spread_terms_).row(r);
  T mean = 0;
  for (Index i = 0; normalized_ && i < units_; ++i) mean += y[i] * dy[i];
  for (Index i = 0; i < units_; ++i) {
    const T g = y[i] * (dy[i] - mean), h = per_dimension_ ? T(1) : spreads[i];
    if (kernel_ == Kernel::gaussian) {
      dy[i] = -g / (2 * h * h);
      terms[i] = g * s[i] / (h * h * h);
    } else {
      const T sign = kernel_ == Kernel::multiquadric ? T(1) : T(-1);
      const T inverse = sign * g / (s[i] + h * h);
      dy[i] = inverse / 2;
      terms[i] = inverse * h;
    }
  }
}

// ∂s/∂x_l = 2·(x_l − μ_l), over h_l² where there is one.
template <class T>
void Rbf<T>::backward_input(const Pass<T>& pass, Index r) const {
  const T *x = pass.input().row(r), *ds = pass.output_gradient().row(r);
  T* dx = pass.input_gradient().row(r);
  for (Index l = 0; l < inputs_; ++l) {
    const T* centers = pass.scratch(centers_by_input_) + l * units_;
    const T* inverse = per_dimension_ ? pass.scratch(inverse_by_input_) + l * units_ : nullptr;
    T sum = 0;
    for (Index i = 0; i < units_; ++i) {
      const T difference = 2 * (x[l] - centers[i]) * ds[i];
      sum += inverse != nullptr ? difference * inverse[i] * inverse[i] : difference;
    }
    dx[l] = pass.accumulate() ? dx[l] + sum : sum;
  }
}

// ∂J/∂μ_il = −2·Σ_r ∂J/∂s_ri·(x_rl − μ_il), over h_il² where there is one.
template <class T>
void Rbf<T>::center_gradient(const Pass<T>& pass, Range units) const {
  const Matrix<T> x = pass.input(), ds = pass.output_gradient();
  const T *centers = pass.parameter(centers_), *spreads = pass.parameter(spreads_);
  T* gradient = pass.scratch(center_gradient_);
  for (Index i = units.begin; i < units.end; ++i) {
    T* sums = gradient + i * inputs_;
    for (Index l = 0; l < inputs_; ++l) sums[l] = 0;
    for (Index r = 0; r < pass.rows; ++r) {
      const T factor = -2 * ds.row(r)[i];
      for (Index l = 0; l < inputs_; ++l) {
        sums[l] += factor * (x.row(r)[l] - centers[i * inputs_ + l]);
      }
    }
    for (Index l = 0; per_dimension_ && l < inputs_; ++l) {
      const T h = spreads[i * inputs_ + l];
      sums[l] /= h * h;
    }
  }
}

// One spread a unit: the sum of its terms. Else ∂J/∂h_il = −2·Σ_r ∂J/∂s_ri·(x_rl − μ_il)²/h_il³.
template <class T>
void Rbf<T>::spread_gradient(const Pass<T>& pass, Range units) const {
  T* gradient = pass.scratch(spread_gradient_);
  if (!per_dimension_) {
    const Matrix<T> terms = pass.matrix(spread_terms_);
    pass.table.column_sums(gradient, terms.data, terms.ld, pass.rows, units.begin, units.end);
    return;
  }
  const Matrix<T> x = pass.input(), ds = pass.output_gradient();
  const T *centers = pass.parameter(centers_), *spreads = pass.parameter(spreads_);
  for (Index i = units.begin; i < units.end; ++i) {
    T* sums = gradient + i * inputs_;
    for (Index l = 0; l < inputs_; ++l) sums[l] = 0;
    for (Index r = 0; r < pass.rows; ++r) {
      for (Index l = 0; l < inputs_; ++l) {
        const T difference = x.row(r)[l] - centers[i * inputs_ + l];
        sums[l] += ds.row(r)[i] * difference * difference;
      }
    }
    for (Index l = 0; l < inputs_; ++l) {
      const T h = spreads[i * inputs_ + l];
      sums[l] *= -2 / (h * h * h);
    }
  }
}

}  // namespace nabla
