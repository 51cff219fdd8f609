// Reading a network spec.
#include "core/spec.h"

#include <algorithm>
#include <utility>

namespace nabla {
namespace {

constexpr std::size_t kMaxLayers = 10'000;

std::vector<std::string> parse_names(const Value& value, const std::string& pointer) {
  if (!value.is_array() || value.array().empty()) {
    throw Error("invalid-network", "must be a list of layer names", pointer);
  }
  std::vector<std::string> names;
  for (const Value& name : value.array()) {
    if (!name.is_string()) {
      throw Error("invalid-network", "must be the name of a layer",
                  pointer + "/" + std::to_string(names.size()));
    }
    names.push_back(name.string());
  }
  return names;
}

LayerSpec parse_layer(const Value& value, std::string pointer, std::size_t position,
                      const std::vector<LayerSpec>& before) {
  const Options options(value, pointer);
  LayerSpec layer;
  layer.type = options.string("type");
  layer.name = options.string("name", "layer" + std::to_string(position + 1));
  if (layer.name.empty() || layer.name == network_input) {
    options.fail("name", "must not be empty or `input`, which names the network's input");
  }
  layer.trainable = options.boolean("trainable", true);
  if (const Value* inputs = options.find("inputs")) {
    layer.inputs = parse_names(*inputs, options.pointer("inputs"));
  } else {
    layer.inputs = {before.empty() ? network_input : before.back().name};
  }
  layer.options = value;
  layer.pointer = std::move(pointer);
  return layer;
}

}  // namespace

std::vector<LayerSpec> parse_layers(const Value& value, const std::string& pointer) {
  if (!value.is_array()) throw Error("invalid-network", "must be a list of layers", pointer);
  if (value.array().size() > kMaxLayers) {
    throw Error("invalid-network", "has more than " + std::to_string(kMaxLayers) + " layers",
                pointer);
  }
  std::vector<LayerSpec> layers;
  for (const Value& layer : value.array()) {
    const std::size_t position = layers.size();
    layers.push_back(
        parse_layer(layer, pointer + "/" + std::to_string(position), position, layers));
  }
  return layers;
}

NetworkSpec parse_network_spec(const Value& value) {
  const Options options(value, "");
  NetworkSpec spec;
  spec.dtype = options.choice("dtype", {"float32", "float64"}) == "float64" ? Dtype::float64
                                                                            : Dtype::float32;
  const double seed = options.number("seed", 0);
  if (seed < 0 || seed > 0x1p53 || seed != std::floor(seed)) {
    options.fail("seed", "must be a whole number from 0 to 2^53");
  }
  spec.seed = static_cast<std::uint64_t>(seed);
  spec.input_size = options.size("inputSize");
  const Value* layers = options.find("layers");
  spec.layers = parse_layers(layers != nullptr ? *layers : Value(), "/layers");
  if (spec.layers.empty()) options.fail("layers", "must hold at least one layer");
  const Value* outputs = options.find("outputs");
  spec.outputs = outputs != nullptr ? parse_names(*outputs, "/outputs")
                                    : std::vector<std::string>{spec.layers.back().name};
  return spec;
}

std::vector<std::string> append_stack(const LayerSpec& macro, const Value& value,
                                      const std::string& pointer, const std::string& prefix,
                                      std::vector<LayerSpec>& out) {
  std::vector<LayerSpec> stack = parse_layers(value, pointer);
  if (stack.empty()) return macro.inputs;
  std::vector<std::string> names;
  for (const LayerSpec& layer : stack) names.push_back(layer.name);
  for (LayerSpec& layer : stack) {
    std::vector<std::string> inputs;
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
      const std::string& input = layer.inputs[i];
      if (input == network_input) {
        inputs.insert(inputs.end(), macro.inputs.begin(), macro.inputs.end());
      } else if (std::find(names.begin(), names.end(), input) != names.end()) {
        inputs.push_back(prefix + "." + input);
      } else {
        throw Error("unknown-layer", "no layer of this stack is called `" + input + "`",
                    layer.pointer + "/inputs/" + std::to_string(i));
      }
    }
    layer.inputs = std::move(inputs);
    layer.name = prefix + "." + layer.name;
    layer.trainable = layer.trainable && macro.trainable;
    out.push_back(std::move(layer));
  }
  return {out.back().name};
}

}  // namespace nabla
