// The pieces macro layers are put together from.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/spec.h"

namespace nabla {

// A primitive inside a macro. Its options are the macro's members named in `take` (as {as, from}),
// where the macro has them, plus the fixed `options`.
inline LayerSpec part(const LayerSpec& macro, std::string type, std::string name,
                      std::vector<std::string> inputs, Value::Object options,
                      std::initializer_list<std::pair<const char*, const char*>> take = {}) {
  LayerSpec layer;
  layer.type = std::move(type);
  layer.name = std::move(name);
  layer.inputs = std::move(inputs);
  layer.trainable = macro.trainable;
  layer.options = Value(std::move(options));
  layer.pointer = macro.pointer;
  for (const auto& [as, from] : take) {
    if (const Value* value = macro.options.find(from)) layer.options.set(as, *value);
    layer.aliases.emplace_back(as, from);
  }
  return layer;
}

// A dense layer inside a macro, which bears the macro's penalties.
inline LayerSpec dense_part(const LayerSpec& macro, std::string name, Value::Object options,
                            std::initializer_list<std::pair<const char*, const char*>> take) {
  LayerSpec layer = part(macro, "dense", std::move(name), macro.inputs, std::move(options), take);
  for (const char* penalty : {"l1", "l2"}) {
    if (const Value* value = macro.options.find(penalty)) layer.options.set(penalty, *value);
  }
  return layer;
}

// The linear and the nonlinear path of skip and residual layers.
inline LayerSpec linear_part(const LayerSpec& macro, const std::string& name, const char* units) {
  return dense_part(macro, name, {},
                    {{"units", units}, {"weights", "linearWeights"}, {"biases", "linearBiases"}});
}
inline LayerSpec nonlinear_part(const LayerSpec& macro, const std::string& name) {
  return dense_part(macro, name, {},
                    {{"units", "units"},
                     {"activation", "activation"},
                     {"weights", "weights"},
                     {"biases", "biases"}});
}

// The layer that ends a macro and bears its name.
inline LayerSpec merge_part(const LayerSpec& macro, const char* mode,
                            std::vector<std::string> inputs) {
  return part(macro, "merge", macro.name, std::move(inputs), {{"mode", mode}});
}

}  // namespace nabla
