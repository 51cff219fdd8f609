// Several inputs into one: side by side (concat), or element by element (add, multiply, max).
#pragma once

#include <string>

#include "layers/layer.h"

namespace nabla {

template <class T>
class Merge final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override;
  void forward(const Pass<T>& pass) const override;
  void backward(const Pass<T>& pass) const override;

 private:
  enum class Kind { concat, add, multiply, max };

  static Matrix<T> part(Matrix<T> matrix, Range rows) {
    return {matrix.row(rows.begin), matrix.ld, rows.size(), matrix.cols};
  }
  void backward_multiply(const Pass<T>& pass, Range rows) const;
  void backward_max(const Pass<T>& pass, Range rows) const;

  Kind kind_ = Kind::concat;
  std::size_t inputs_ = 0;
  int product_ = -1;  // of all inputs but one
};

template <class T>
void Merge<T>::configure(Builder<T>& builder) {
  const std::string mode = builder.options.choice("mode", {"concat", "add", "multiply", "max"});
  kind_ = mode == "concat" ? Kind::concat
          : mode == "add"  ? Kind::add
          : mode == "max"  ? Kind::max
                           : Kind::multiply;
  inputs_ = builder.input_sizes.size();
  if (kind_ == Kind::concat) {
    for (const Index size : builder.input_sizes) builder.output_size += size;
  } else {
    builder.output_size = builder.input_size();
    for (std::size_t i = 1; i < inputs_; ++i) {
      if (builder.input_sizes[i] == builder.output_size) continue;
      throw Error("shape-mismatch",
                  "layer `" + builder.spec.name + "` joins `" + builder.spec.inputs[0] +
                      "` of width " + std::to_string(builder.output_size) + " and `" +
                      builder.spec.inputs[i] + "` of width " +
                      std::to_string(builder.input_sizes[i]) + " by " + mode,
                  builder.spec.pointer);
    }
    builder.flops_per_row = builder.output_size * static_cast<Index>(inputs_ - 1);
  }
  builder.reads_input = kind_ == Kind::multiply || kind_ == Kind::max;
  builder.reads_output = kind_ == Kind::max;
  if (kind_ == Kind::multiply && inputs_ > 2) {
    product_ = builder.matrix(builder.output_size, Lifetime::backward);
  }
}

template <class T>
void Merge<T>::forward(const Pass<T>& pass) const {
  const auto& elementwise = pass.table.elementwise;
  const Range rows = pass.row_share();
  const Matrix<T> y = part(pass.output(), rows);
  Index col = 0;
  for (std::size_t i = 0; i < inputs_; ++i) {
    const Matrix<T> x = part(pass.input(i), rows);
    if (kind_ == Kind::concat || i == 0) {
      elementwise.copy(y.data + col, y.ld, x.data, x.ld, y.rows, x.cols);
      col += x.cols;
    } else if (kind_ == Kind::add) {
      elementwise.add(y.data, y.ld, x.data, x.ld, y.rows, x.cols);
    } else if (kind_ == Kind::multiply) {
      elementwise.multiply(y.data, y.ld, y.data, y.ld, x.data, x.ld, y.rows, x.cols);
    } else {
      for (Index r = 0; r < y.rows; ++r) {
        T* best = y.row(r);
        const T* candidate = x.row(r);
        for (Index c = 0; c < y.cols; ++c) {
          best[c] = candidate[c] > best[c] || candidate[c] != candidate[c] ? candidate[c] : best[c];
        }
      }
    }
  }
}

template <class T>
void Merge<T>::backward(const Pass<T>& pass) const {
  const Range rows = pass.row_share();
  if (kind_ == Kind::multiply) return backward_multiply(pass, rows);
  if (kind_ == Kind::max) return backward_max(pass, rows);
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> dy = part(pass.output_gradient(), rows);
  Index col = 0;
  for (std::size_t i = 0; i < inputs_; ++i) {
    const Index cols = pass.input(i).cols;
    const T* source = dy.data + col;
    if (kind_ == Kind::concat) col += cols;
    if (!pass.input_gradient(i)) continue;
    const Matrix<T> dx = part(pass.input_gradient(i), rows);
    const auto give = pass.accumulate(i) ? elementwise.add : elementwise.copy;
    give(dx.data, dx.ld, source, dy.ld, dy.rows, cols);
  }
}

// dXᵢ = dY ⊙ ∏_{j≠i} Xⱼ, never by division: an input may be 0.
template <class T>
void Merge<T>::backward_multiply(const Pass<T>& pass, Range rows) const {
  const auto& elementwise = pass.table.elementwise;
  const Matrix<T> dy = part(pass.output_gradient(), rows);
  for (std::size_t i = 0; i < inputs_; ++i) {
    if (!pass.input_gradient(i)) continue;
    const Matrix<T> dx = part(pass.input_gradient(i), rows);
    Matrix<T> others = dy;  // dY times the inputs met so far
    std::size_t left = inputs_ - 1;
    for (std::size_t j = 0; j < inputs_; ++j) {
      if (j == i) continue;
      const Matrix<T> x = part(pass.input(j), rows);
      const bool last = --left == 0;
      const Matrix<T> target = last ? dx : part(pass.matrix(product_), rows);
      const auto give =
          last && pass.accumulate(i) ? elementwise.multiply_add : elementwise.multiply;
      give(target.data, target.ld, others.data, others.ld, x.data, x.ld, dy.rows, dy.cols);
      others = target;
    }
    if (inputs_ == 1) {
      const auto give = pass.accumulate(i) ? elementwise.add : elementwise.copy;
      give(dx.data, dx.ld, dy.data, dy.ld, dy.rows, dy.cols);
    }
  }
}

// The gradient goes to the first input that has the maximum.
template <class T>
void Merge<T>::backward_max(const Pass<T>& pass, Range rows) const {
  const Matrix<T> y = pass.output(), dy = pass.output_gradient();
  for (Index r = rows.begin; r < rows.end; ++r) {
    for (std::size_t i = 0; i < inputs_; ++i) {
      const Matrix<T> dx = pass.input_gradient(i);
      if (!dx) continue;
      for (Index c = 0; c < y.cols; ++c) {
        bool wins = pass.input(i).row(r)[c] == y.row(r)[c];
        for (std::size_t j = 0; wins && j < i; ++j) wins = pass.input(j).row(r)[c] != y.row(r)[c];
        const T gradient = wins ? dy.row(r)[c] : T(0);
        dx.row(r)[c] = pass.accumulate(i) ? dx.row(r)[c] + gradient : gradient;
      }
    }
  }
}

}  // namespace nabla
