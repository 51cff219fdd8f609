// merge(branch₁(X), …, branch_L(X)): every branch a stack of layers, an empty one X itself.
#pragma once

#include "layers/macro_parts.h"

namespace nabla {

// A branch is a list of layers, or an object whose `layers` is that list.
inline void expand_parallel(const LayerSpec& macro, std::vector<LayerSpec>& out) {
  const Options options = macro.read();
  const Value* branches = options.find("branches");
  if (branches == nullptr || !branches->is_array() || branches->array().empty()) {
    options.fail("branches", "must hold at least one branch");
  }
  std::vector<std::string> results;
  for (std::size_t i = 0; i < branches->array().size(); ++i) {
    const Value& branch = branches->array()[i];
    const Value* layers = branch.find("layers");
    const std::string place = "branches/" + std::to_string(i);
    const std::vector<std::string> result =
        append_stack(macro, layers != nullptr ? *layers : branch,
                     options.pointer(place) + (layers != nullptr ? "/layers" : ""),
                     macro.name + ".branches." + std::to_string(i), out);
    results.insert(results.end(), result.begin(), result.end());
  }
  const std::string mode = options.choice("merge", {"concat", "add", "multiply", "max"});
  out.push_back(merge_part(macro, mode.c_str(), std::move(results)));
}

}  // namespace nabla
