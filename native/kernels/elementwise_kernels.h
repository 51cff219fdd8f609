// The loops over matrices behind ElementwiseTable, for the instruction set this file is compiled
// for. Formulas are in native/{activations,losses}; here are only rows, tails and
// weights.
#pragma once

#include "activations/list.h"
#include "kernels/elementwise.h"
#include "kernels/math.h"
#include "kernels/rows.h"
#include "kernels/table.h"
#include "losses/list.h"

namespace nabla::NABLA_ISA {

// --- activations ---

template <class A, class V, class T>
Parameters<V> broadcast(const T* params) {
  Parameters<V> vectors;
  for (int i = 0; i < A::info.parameter_count; ++i) vectors.shared[i] = params[i];
  return vectors;
}

/// Calls body(element offset, n, parameters) for every vector of a matrix.
template <class A, class T, class Body>
NABLA_INLINE void for_matrix(Index ld, Index rows, Index cols, const T* params,
                             const T* unit_params, Body body) {
  using V = Vec<T>;
  Parameters<V> p = broadcast<A, V>(params);
  if (A::info.unit == UnitParameter::none && ld == cols) {  // no gaps: one long row, one tail
    cols *= rows;
    rows = 1;
  }
  for (Index r = 0; r < rows; ++r) {
    for_row<V>(cols, [&](Index c, Index n) {
      if (A::info.unit != UnitParameter::none) p.unit = V::load_some(unit_params + c, n);
      body(r * ld + c, n, p);
    });
  }
}

template <class A, class T>
void activation_forward(T* h, const T* z, Index ld, Index rows, Index cols, const T* params,
                        const T* unit_params) noexcept {
  using V = Vec<T>;
  if constexpr (A::info.vector) {
    for (Index r = 0; r < rows; ++r) A::template forward<V>(h + r * ld, z + r * ld, cols, params);
  } else {
    for_matrix<A>(ld, rows, cols, params, unit_params, [&](Index i, Index n, auto& p) {
      A::value(V::load_some(z + i, n), p).store_some(h + i, n);
    });
  }
}

template <class A, class T>
void activation_backward(T* dz, const T* dh, const T* z_or_h, Index ld, Index rows, Index cols,
                         const T* params, const T* unit_params) noexcept {
  using V = Vec<T>;
  if constexpr (A::info.vector) {
    for (Index r = 0; r < rows; ++r) {
      A::template backward<V>(dz + r * ld, dh + r * ld, z_or_h + r * ld, cols, params);
    }
  } else {
    for_matrix<A>(ld, rows, cols, params, unit_params, [&](Index i, Index n, auto& p) {
      const V slope = A::derivative(V::load_some(z_or_h + i, n), p);
      (V::load_some(dh + i, n) * slope).store_some(dz + i, n);
    });
  }
}

template <class A, class T>
void activation_backward_unit(T* dunit, const T* dh, const T* z, Index ld, Index rows, Index cols,
                              const T* params, const T* unit_params) noexcept {
  using V = Vec<T>;
  Parameters<V> p = broadcast<A, V>(params);
  for_row<V>(cols, [&](Index c, Index n) {
    p.unit = V::load_some(unit_params + c, n);
    V total = 0;
    for (Index first = 0; first < rows; first += reduction_block) {
      const Index last = first + reduction_block < rows ? first + reduction_block : rows;
      V block = 0;
      for (Index r = first; r < last; ++r) {
        const V slope = A::unit_derivative(V::load_some(z + r * ld + c, n), p);
        block = fma(V::load_some(dh + r * ld + c, n), slope, block);
      }
      total = total + block;
    }
    total.store_some(dunit + c, n);
  });
}

template <class T>
inline constexpr auto activation_kernels =
    Activations::map<ActivationKernel<T>>([]<class A>() -> ActivationKernel<T> {
      ActivationKernel<T> kernel{activation_forward<A, T>, activation_backward<A, T>, nullptr};
      if constexpr (A::info.unit == UnitParameter::learned) {
        kernel.backward_unit_params = activation_backward_unit<A, T>;
      }
      return kernel;
    });

// --- losses ---

/// One row of a loss that is a sum over outputs; `gradient` may be null.
template <class L, class T>
double evaluate_row(T* gradient, const T* y, const T* d, Index cols, T scale,
                    const Parameters<Vec<T>>& p, const T* class_weights) {
  using V = Vec<T>;
  double loss = 0;
  for_row<V>(cols, [&](Index c, Index n) {
    LossTerm<V> term = L::evaluate(V::load_some(y + c, n), V::load_some(d + c, n), p);
    if (class_weights != nullptr) {
      const V weight = V::load_some(class_weights + c, n);
      term = {term.value * weight, term.gradient * weight};
    }
    loss = add_in_order(loss, term.value, n);
    if (gradient != nullptr) (term.gradient * scale).store_some(gradient + c, n);
  });
  return loss;
}

template <class L, class T>
void loss_evaluate(double* row_losses, T* gradient, const T* y, const T* d, Index ld_y, Index ld_d,
                   Index rows, Index cols, T scale, const T* params, const T* row_weights,
                   const T* class_weights, [[maybe_unused]] const T* activation_params) noexcept {
  using V = Vec<T>;
  [[maybe_unused]] const Parameters<V> p = broadcast<L, V>(params);
  for (Index r = 0; r < rows; ++r) {
    const T weight = row_weights == nullptr ? T(1) : row_weights[r];
    T* row_gradient = gradient == nullptr ? nullptr : gradient + r * ld_y;
    const T *row_y = y + r * ld_y, *row_d = d + r * ld_d;
    double loss;
    if constexpr (requires { L::template evaluate_row<V, T>; }) {
      loss = L::template evaluate_row<V>(row_gradient, row_y, row_d, cols, scale * weight, params,
                                         class_weights, activation_params[0]);
    } else {
      loss = evaluate_row<L>(row_gradient, row_y, row_d, cols, scale * weight, p, class_weights);
    }
    if (row_losses != nullptr) row_losses[r] = loss * double(weight);
  }
}

template <class T>
inline constexpr auto loss_kernels = Losses::map<LossKernel<T>>([]<class L>() -> LossKernel<T> {
  return {loss_evaluate<L, T>};
});

// --- functions of one number and matrix arithmetic ---

/// y[i] = f(x[i]) with a vector f.
template <auto f, class T>
void map_function(T* y, const T* x, Index count) noexcept {
  using V = Vec<T>;
  for_row<V>(count, [&](Index i, Index n) { f(V::load_some(x + i, n)).store_some(y + i, n); });
}

template <class T>
using MapFunction = void (*)(T* y, const T* x, Index count) noexcept;

template <class T>
inline constexpr MapFunction<T> math_functions[function_count] = {
    map_function<[](Vec<T> x) { return exp(x); }, T>,
    map_function<[](Vec<T> x) { return expm1(x); }, T>,
    map_function<[](Vec<T> x) { return log(x); }, T>,
    map_function<[](Vec<T> x) { return log1p(x); }, T>,
    map_function<[](Vec<T> x) { return tanh(x); }, T>,
    map_function<[](Vec<T> x) { return sigmoid(x); }, T>,
    map_function<[](Vec<T> x) { return softplus(x); }, T>,
    map_function<[](Vec<T> x) { return erf(x); }, T>,
    map_function<[](Vec<T> x) { return erfc(x); }, T>,
    map_function<[](Vec<T> x) { return normal_cdf(x); }, T>,
    map_function<[](Vec<T> x) { return sin(x); }, T>,
    map_function<[](Vec<T> x) { return cos(x); }, T>,
    map_function<[](Vec<T> x) { return atan(x); }, T>,
    map_function<[](Vec<T> x) { return sqrt(x); }, T>,
};

/// Calls body(r, c, n) for the vectors of a matrix.
template <class T, class Body>
NABLA_INLINE void for_each_vector(Index rows, Index cols, Body body) {
  for (Index r = 0; r < rows; ++r) {
    for_row<Vec<T>>(cols, [&](Index c, Index n) { body(r, c, n); });
  }
}

template <class T>
constexpr ElementwiseTable<T> make_elementwise_table() {
  using V = Vec<T>;
  return {
      .activations = activation_kernels<T>.at,
      .losses = loss_kernels<T>.at,
      .math = math_functions<T>,
      .power =
          [](T* y, const T* x, const T* e, Index count) noexcept {
            for_row<V>(count, [&](Index i, Index n) {
              pow(V::load_some(x + i, n, 1), V::load_some(e + i, n)).store_some(y + i, n);
            });
          },
      .fill =
          [](T* y, Index ldy, Index rows, Index cols, T value) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              V(value).store_some(y + r * ldy + c, n);
            });
          },
      .copy =
          [](T* y, Index ldy, const T* x, Index ldx, Index rows, Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              V::load_some(x + r * ldx + c, n).store_some(y + r * ldy + c, n);
            });
          },
      .scale =
          [](T* y, Index ldy, Index rows, Index cols, T alpha) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              (V::load_some(out, n) * alpha).store_some(out, n);
            });
          },
      .add =
          [](T* y, Index ldy, const T* x, Index ldx, Index rows, Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              (V::load_some(out, n) + V::load_some(x + r * ldx + c, n)).store_some(out, n);
            });
          },
      .axpy =
          [](T* y, Index ldy, T alpha, const T* x, Index ldx, Index rows, Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              fma(V(alpha), V::load_some(x + r * ldx + c, n), V::load_some(out, n))
                  .store_some(out, n);
            });
          },
      .multiply =
          [](T* y, Index ldy, const T* a, Index lda, const T* b, Index ldb, Index rows,
             Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              const V product = V::load_some(a + r * lda + c, n) * V::load_some(b + r * ldb + c, n);
              product.store_some(y + r * ldy + c, n);
            });
          },
      .multiply_add =
          [](T* y, Index ldy, const T* a, Index lda, const T* b, Index ldb, Index rows,
             Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              fma(V::load_some(a + r * lda + c, n), V::load_some(b + r * ldb + c, n),
                  V::load_some(out, n))
                  .store_some(out, n);
            });
          },
      .affine =
          [](T* y, Index ldy, const T* scale, const T* shift, Index rows, Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              const V factor = scale == nullptr ? V(1) : V::load_some(scale + c, n);
              const V offset = shift == nullptr ? V(0) : V::load_some(shift + c, n);
              fma(V::load_some(out, n), factor, offset).store_some(out, n);
            });
          },
      .scale_rows =
          [](T* y, Index ldy, const T* scale, Index rows, Index cols) noexcept {
            for_each_vector<T>(rows, cols, [&](Index r, Index c, Index n) {
              T* out = y + r * ldy + c;
              (V::load_some(out, n) * scale[r]).store_some(out, n);
            });
          },
      .clamp =
          [](T* y, Index count, T limit) noexcept {
            for_row<V>(count, [&](Index i, Index n) {
              clamp(V::load_some(y + i, n), V(-limit), V(limit)).store_some(y + i, n);
            });
          },
      .all_finite =
          [](const T* x, Index count) noexcept {
            V sum = 0;  // 0·x is 0, or NaN where x is not finite
            for_row<V>(count, [&](Index i, Index n) { sum = fma(V::load_some(x + i, n), 0, sum); });
            return !any<T>(sum != sum);
          },
  };
}

}  // namespace nabla::NABLA_ISA
