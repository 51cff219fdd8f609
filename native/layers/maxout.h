// y_j = max over `pieces` affine functions of the input, for each unit j. Goodfellow et al. 2013.
#pragma once

#include "layers/macro_parts.h"

namespace nabla {

inline void expand_maxout(const LayerSpec& macro, std::vector<LayerSpec>& out) {
  const Options options = macro.read();
  const Index pieces = options.size("pieces", 2), units = options.size("units");
  if (units > max_width / pieces) options.fail("pieces", "gives too many affine functions");
  const std::string linear = macro.name + ".linear";
  out.push_back(dense_part(macro, linear, {{"units", static_cast<double>(units * pieces)}},
                           {{"weights", "weights"}, {"biases", "biases"}}));
  out.push_back(part(macro, "max", macro.name, {linear}, {{"size", static_cast<double>(pieces)}}));
}

}  // namespace nabla
