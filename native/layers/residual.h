// With `layers`: X + F(X), F a stack of layers as wide as X. Without: (X·C₁ + b₁) + φ(X·C₂ + b₂).
#pragma once

#include "layers/macro_parts.h"

namespace nabla {

inline void expand_residual(const LayerSpec& macro, std::vector<LayerSpec>& out) {
  const Value* layers = macro.options.find("layers");
  if (layers != nullptr && !layers->is_null()) {
    if (macro.options.find("units") != nullptr) {
      macro.read().fail("units", "has no place beside `layers`: the sum is as wide as the input");
    }
    std::vector<std::string> sum =
        append_stack(macro, *layers, macro.pointer + "/layers", macro.name, out);
    sum.insert(sum.begin(), macro.inputs.begin(), macro.inputs.end());
    out.push_back(merge_part(macro, "add", std::move(sum)));
    return;
  }
  if (macro.options.find("units") == nullptr)
    macro.read().fail("`units` or `layers` must be given");
  const std::string linear = macro.name + ".linear", nonlinear = macro.name + ".nonlinear";
  out.push_back(linear_part(macro, linear, "units"));
  out.push_back(nonlinear_part(macro, nonlinear));
  out.push_back(merge_part(macro, "add", {linear, nonlinear}));
}

}  // namespace nabla
