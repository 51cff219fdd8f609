// g ⊙ (X·C + b) with g = γ(X·G + d): γ any activation with values in [0, 1], or softmax over units.
#pragma once

#include "layers/macro_parts.h"

namespace nabla {

inline void expand_gated(const LayerSpec& macro, std::vector<LayerSpec>& out) {
  const std::string linear = macro.name + ".linear", gate = macro.name + ".gate";
  out.push_back(dense_part(macro, linear, {},
                           {{"units", "units"}, {"weights", "weights"}, {"biases", "biases"}}));
  out.push_back(dense_part(macro, gate, {{"activation", "sigmoid"}},
                           {{"units", "units"},
                            {"activation", "gate"},
                            {"weights", "gateWeights"},
                            {"biases", "gateBiases"}}));
  out.push_back(merge_part(macro, "multiply", {gate, linear}));
}

}  // namespace nabla
