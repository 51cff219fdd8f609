// An activation as a layer uses it: looked up by name, its parameters read, its per-unit parameters
// declared. What activations compute is in native/activations.
#pragma once

#include <cstdint>
#include <string>

#include "layers/layer.h"

namespace nabla {

template <class T>
class ActivationUse {
 public:
  // Reads `options[key]`, a name or { type, … }; absent means identity.
  void configure(Builder<T>& builder, const char* key, Index units);

  bool identity() const { return kernel_ == nullptr; }
  bool vector() const { return info_->vector; }
  // Backward needs Z kept beside H.
  bool needs_preactivation() const { return !identity() && !info_->from_output; }

  // Per-unit slopes of this step, drawn by one thread's share of columns; then a barrier is due.
  bool draws() const { return drawn_ >= 0; }
  void draw(const Pass<T>& pass) const;

  // H = φ(Z) on a block of rows and columns that begins at column `col` of the layer. h may be z.
  void forward(const Pass<T>& pass, T* h, const T* z, Index ld, Index rows, Index cols,
               Index col) const {
    kernel_->forward(h, z, ld, rows, cols, parameters_, unit_parameters(pass, col));
  }

  // Gradient of the learned per-unit parameter, for this thread's columns. Before backward, which
  // may overwrite dH; a barrier is due between. It takes effect with apply_unit, after backward and
  // another barrier, so that backward sees the slopes forward used.
  bool has_parameter() const { return learned_ >= 0; }
  bool learns(const Pass<T>& pass) const { return learned_ >= 0 && pass.trains(learned_); }
  void backward_unit(const Pass<T>& pass, Matrix<T> dh, Matrix<T> z) const;
  void apply_unit(const Pass<T>& pass) const {
    const Range cols = pass.share(units_, 64 / sizeof(T));
    if (cols.size() == 0) return;
    pass.apply(learned_, pass.scratch(learned_gradient_) + cols.begin, cols.begin, cols.size());
  }

  // dZ = ∂J/∂Z from dH, on rows [rows.begin, rows.end). dz may be dh.
  void backward(const Pass<T>& pass, Matrix<T> dz, Matrix<T> dh, Matrix<T> z, Matrix<T> h,
                Range rows) const {
    const Matrix<T>& saved = info_->from_output ? h : z;
    kernel_->backward(dz.row(rows.begin), dh.row(rows.begin), saved.row(rows.begin), dh.ld,
                      rows.size(), dh.cols, parameters_, unit_parameters(pass, 0));
  }

 private:
  const T* unit_parameters(const Pass<T>& pass, Index col) const {
    if (learned_ >= 0) return pass.parameter(learned_) + col;
    if (drawn_ >= 0) return pass.scratch(drawn_) + col;
    return nullptr;
  }

  const ActivationInfo* info_ = nullptr;
  const ActivationKernel<T>* kernel_ = nullptr;  // null for identity
  T parameters_[maximum_parameters] = {};
  Index units_ = 0;
  std::uint64_t stream_ = 0;
  int learned_ = -1;
  int learned_gradient_ = -1;
  int drawn_ = -1;
};

template <class T>
void ActivationUse<T>::configure(Builder<T>& builder, const char* key, Index units) {
  const std::string name = builder.options.type(key, "identity");
  units_ = units;
  const int id = find_activation(name.c_str());
  if (id < 0) {
    throw Error("unknown-type", "no activation is called `" + name + "`",
                builder.options.pointer(key));
  }
  info_ = &activation_info(id);
  if (name == "identity") return;
  kernel_ = &builder.table.elementwise.activations[id];
  static const Value none;
  const Value* given = builder.options.find(key);
  const Options options(given != nullptr && given->is_object() ? *given : none,
                        builder.options.pointer(key));
  for (int i = 0; i < info_->parameter_count; ++i) {
    parameters_[i] = static_cast<T>(options.number(info_->parameter_names[i]));
  }
  if (info_->unit == UnitParameter::learned) {
    learned_ =
        builder.vector("slopes", units, constant_value(options.number(info_->parameter_names[0])));
    learned_gradient_ = builder.scratch(units, Lifetime::backward);
  } else if (info_->unit == UnitParameter::drawn) {
    drawn_ = builder.scratch(units, Lifetime::kept);
    stream_ = stream_of("slopes", builder.spec.name);
  }
}

// Uniform on [lower, upper) in training, the mean of the two when predicting (Xu et al. 2015).
template <class T>
void ActivationUse<T>::draw(const Pass<T>& pass) const {
  constexpr Index words = 4;
  const T lower = parameters_[0], upper = parameters_[1];
  const Index blocks = ceil_div(units_, words);
  const Range share = pass.share(units_, words);
  T* slopes = pass.scratch(drawn_);
  for (Index c = share.begin; c < share.end; ++c) {
    const auto block = random_block(pass.seed, stream_, pass.step * blocks + c / words);
    const T unit = static_cast<T>(block[c % words] * 0x1p-32);
    slopes[c] = pass.mode == Mode::train ? lower + (upper - lower) * unit : (lower + upper) / 2;
  }
}

template <class T>
void ActivationUse<T>::backward_unit(const Pass<T>& pass, Matrix<T> dh, Matrix<T> z) const {
  const Range cols = pass.share(units_, 64 / sizeof(T));
  if (cols.size() == 0) return;
  T* gradient = pass.scratch(learned_gradient_) + cols.begin;
  kernel_->backward_unit_params(gradient, dh.data + cols.begin, z.data + cols.begin, dh.ld, dh.rows,
                                cols.size(), parameters_, pass.parameter(learned_) + cols.begin);
}

}  // namespace nabla
