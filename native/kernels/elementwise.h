// Everything that works on one number or one row at a time, as the core sees it: activations,
// losses, optimisers, and arithmetic on whole matrices. What each one computes stands in
// native/activations, native/losses and native/optimizers; an id is a position in the list.h there.
//
// Matrices are row-major; a kernel reads and writes `cols` elements of a row and never its padding.
// Every sum has one fixed order, whatever the number of lanes.
#pragma once

#include "kernels/types.h"
#include "kernels/update.h"

namespace nabla {

/// Parameters an activation, loss or optimiser may have.
inline constexpr int maximum_parameters = 4;

// --- activations ---

/// A parameter that differs from unit to unit (`unit_params` below).
enum class UnitParameter {
  none,
  learned,  ///< trained with the weights: prelu's slope
  drawn,    ///< drawn by the layer for each training step, its mean when predicting: rrelu's slope
};

struct ActivationInfo {
  const char* name;
  bool vector = false;       ///< every output of a row depends on every input of it: softmax…
  bool from_output = false;  ///< backward reads H; otherwise it reads Z
  bool kinked = false;       ///< the derivative jumps somewhere
  UnitParameter unit = UnitParameter::none;
  int parameter_count = 0;
  const char* parameter_names[maximum_parameters] = {};  ///< the order of `params`; as in JSON
};

template <class T>
struct ActivationKernel {
  /// H = φ(Z). h may be z. `params` has parameter_count values, `unit_params` one for each column
  /// (null unless the activation has one).
  void (*forward)(T* h, const T* z, Index ld, Index rows, Index cols, const T* params,
                  const T* unit_params) noexcept;
  /// dZ = dH ⊙ φ′, or the row formula of a vector activation; z_or_h as from_output says. dz may be
  /// dh.
  void (*backward)(T* dz, const T* dh, const T* z_or_h, Index ld, Index rows, Index cols,
                   const T* params, const T* unit_params) noexcept;
  /// dunit[c] = Σ over rows of dH·∂φ/∂unit_c, in blocks of reduction_block rows; overwrites. Null
  /// unless the unit parameter is learned.
  void (*backward_unit_params)(T* dunit, const T* dh, const T* z, Index ld, Index rows, Index cols,
                               const T* params, const T* unit_params) noexcept;
};

// --- losses ---

struct LossInfo {
  const char* name;
  /// "sigmoid" or "softmax": the loss takes that activation's Z and gives ∂J/∂Z. Null: it takes Y
  /// and gives ∂J/∂Y.
  const char* fused_activation = nullptr;
  int parameter_count = 0;
  const char* parameter_names[maximum_parameters] = {};
};

template <class T>
struct LossKernel {
  /// row_losses[r] = row_weights[r]·Σ_c ψ(y_rc, d_rc); gradient = scale·∂row_loss/∂(y or z).
  /// `gradient` (leading dimension ld_y) may be y_or_z, or null for the value alone; `row_losses`
  /// may be null too. Null weights are 1; class_weights[c] weighs output c. `activation_params` are
  /// those of the fused activation; other losses do not read them.
  void (*evaluate)(double* row_losses, T* gradient, const T* y_or_z, const T* d, Index ld_y,
                   Index ld_d, Index rows, Index cols, T scale, const T* params,
                   const T* row_weights, const T* class_weights,
                   const T* activation_params) noexcept;
};

// --- optimisers ---

struct OptimizerInfo {
  const char* name;
  int state_count = 0;              ///< tensors beside the weights, zero before the first step
  const char* state_names[3] = {};  ///< as a checkpoint calls them
  int parameter_count = 0;
  const char* parameter_names[maximum_parameters] = {};  ///< the order of OptimizerStep::hyper
};

// --- functions of one number ---

/// math.h's functions, in this order in ElementwiseTable::math.
enum class Function {
  // clang-format off
  exp, expm1, log, log1p, tanh, sigmoid, softplus, erf, erfc, normal_cdf, sin, cos, atan, sqrt
  // clang-format on
};
inline constexpr int function_count = 14;

// --- the table ---

template <class T>
struct ElementwiseTable {
  const ActivationKernel<T>* activations;
  const LossKernel<T>* losses;

  /// y[i] = f(x[i]); y may be x.
  void (*const* math)(T* y, const T* x, Index count) noexcept;
  /// y[i] = x[i]^e[i] for x ≥ 0 (NaN below); y may be x.
  void (*power)(T* y, const T* x, const T* e, Index count) noexcept;

  // Y(rows×cols) op= X, each with its leading dimension. Y and X are the same or do not overlap.
  void (*fill)(T* y, Index ldy, Index rows, Index cols, T value) noexcept;
  void (*copy)(T* y, Index ldy, const T* x, Index ldx, Index rows, Index cols) noexcept;
  void (*scale)(T* y, Index ldy, Index rows, Index cols, T alpha) noexcept;
  void (*add)(T* y, Index ldy, const T* x, Index ldx, Index rows, Index cols) noexcept;
  /// Y += alpha·X
  void (*axpy)(T* y, Index ldy, T alpha, const T* x, Index ldx, Index rows, Index cols) noexcept;
  /// Y = A ⊙ B
  void (*multiply)(T* y, Index ldy, const T* a, Index lda, const T* b, Index ldb, Index rows,
                   Index cols) noexcept;
  /// Y += A ⊙ B
  void (*multiply_add)(T* y, Index ldy, const T* a, Index lda, const T* b, Index ldb, Index rows,
                       Index cols) noexcept;
  /// Y[r][c] = Y[r][c]·scale[c] + shift[c]; either may be null for 1 and 0.
  void (*affine)(T* y, Index ldy, const T* scale, const T* shift, Index rows, Index cols) noexcept;
  /// Y[r][c] *= scale[r]
  void (*scale_rows)(T* y, Index ldy, const T* scale, Index rows, Index cols) noexcept;

  /// y[i] = min(max(y[i], −limit), limit); NaN stays.
  void (*clamp)(T* y, Index count, T limit) noexcept;
  /// Whether no element is NaN or infinite.
  bool (*all_finite)(const T* x, Index count) noexcept;
};

// --- the lists, by name (elementwise.cpp) ---

int activation_count();
int loss_count();
int optimizer_count();

const ActivationInfo& activation_info(int id);
const LossInfo& loss_info(int id);
const OptimizerInfo& optimizer_info(int id);

/// The id of a name, or −1.
int find_activation(const char* name);
int find_loss(const char* name);
int find_optimizer(const char* name);
/// The Function named so ("normal-cdf"), or −1.
int find_function(const char* name);

/// Fills step.correction from step.t, learning_rate and hyper: once a step, before any update. Same
/// bits on every machine: powers are products, not libm's pow.
template <class T>
void prepare(int optimizer, OptimizerStep<T>& step);

}  // namespace nabla
