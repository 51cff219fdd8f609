// What a compiled network says of itself, as a Value with the fields of NetworkSummary
// (src/native.ts).
#pragma once

#include "core/plan.h"
#include "core/spec.h"
#include "core/value.h"

namespace nabla {

template <class T>
Value summarize(const NetworkSpec& spec, const Plan<T>& plan, Index batch_rows);

// Compiles for the spec's dtype and drops the plan.
Value summarize(const NetworkSpec& spec, Index batch_rows);

}  // namespace nabla
