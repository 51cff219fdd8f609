// What an activation is made of. Each header beside this one holds one: its formula, its row of
// facts, and `value` and `derivative` on a vector V of numbers (kernels/simd.h), whose functions
// (exp, select, fma…) are found through V. The loops over matrices are in
// kernels/elementwise_kernels.h.
#pragma once

#include "kernels/elementwise.h"

namespace nabla {

/// The parameters of one activation or loss as vectors: p[i] in the order of parameter_names, and
/// `unit`, the parameter of the units (columns) these lanes belong to.
template <class V>
struct Parameters {
  V shared[maximum_parameters];
  V unit;

  V operator[](int i) const { return shared[i]; }
};

}  // namespace nabla
