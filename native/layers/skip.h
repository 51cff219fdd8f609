// [ X·C₁ + b₁ ‖ φ(X·C₂ + b₂) ]: a linear and a nonlinear view of the input side by side.
#pragma once

#include "layers/macro_parts.h"

namespace nabla {

inline void expand_skip(const LayerSpec& macro, std::vector<LayerSpec>& out) {
  const std::string linear = macro.name + ".linear", nonlinear = macro.name + ".nonlinear";
  out.push_back(linear_part(macro, linear, "linearUnits"));
  out.push_back(nonlinear_part(macro, nonlinear));
  out.push_back(merge_part(macro, "concat", {linear, nonlinear}));
}

}  // namespace nabla
