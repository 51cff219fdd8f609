// Building the graph of primitives.
#include "core/graph.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "layers/list.h"

namespace nabla {
namespace {

constexpr int kMaxNesting = 32;
constexpr std::size_t kMaxNodes = 10'000;

// A layer that takes one input but names several reads their concatenation.
void concatenate_inputs(LayerSpec& layer, std::vector<LayerSpec>& out) {
  if (layer.inputs.size() < 2) return;
  LayerSpec concat;
  concat.type = "merge";
  concat.name = layer.name + ".inputs";
  concat.inputs = std::move(layer.inputs);
  concat.options = Value(Value::Object{{"mode", "concat"}});
  concat.pointer = layer.pointer;
  layer.inputs = {concat.name};
  out.push_back(std::move(concat));
}

void expand(LayerSpec layer, int origin, int depth, std::vector<Node>& nodes) {
  const LayerType& type = find_layer_type(layer);
  if (depth > kMaxNesting) {
    throw Error("invalid-network", "layers are nested too deep", layer.pointer);
  }
  std::vector<LayerSpec> inner;
  if (!type.several_inputs) concatenate_inputs(layer, inner);
  if (type.expand != nullptr) {
    type.expand(layer, inner);
  } else if (inner.empty()) {
    if (nodes.size() >= kMaxNodes) {
      throw Error("invalid-network", "has more than " + std::to_string(kMaxNodes) + " layers",
                  "/layers");
    }
    nodes.push_back({std::move(layer), &type, {}, origin});
    return;
  } else {
    inner.push_back(std::move(layer));
  }
  for (LayerSpec& part : inner) expand(std::move(part), origin, depth + 1, nodes);
}

using Names = std::unordered_map<std::string, int>;

// The pointer of input i of a node: its own list's entry where it has one, else the layer.
std::string input_pointer(const LayerSpec& layer, std::size_t i) {
  return layer.options.find("inputs") != nullptr ? layer.pointer + "/inputs/" + std::to_string(i)
                                                 : layer.pointer;
}

Names index_names(const std::vector<Node>& nodes) {
  Names names;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const LayerSpec& layer = nodes[i].spec;
    if (!names.emplace(layer.name, static_cast<int>(i)).second) {
      throw Error("duplicate-name", "two layers are called `" + layer.name + "`",
                  layer.pointer + "/name");
    }
  }
  return names;
}

void check_spec_names(const NetworkSpec& spec) {
  Names names;
  for (const LayerSpec& layer : spec.layers) {
    if (!names.emplace(layer.name, 0).second) {
      throw Error("duplicate-name", "two layers are called `" + layer.name + "`",
                  layer.pointer + "/name");
    }
  }
  for (const LayerSpec& layer : spec.layers) {
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
      if (layer.inputs[i] != network_input && !names.contains(layer.inputs[i])) {
        throw Error("unknown-layer", "no layer is called `" + layer.inputs[i] + "`",
                    input_pointer(layer, i));
      }
    }
  }
}

void resolve_inputs(std::vector<Node>& nodes, const Names& names) {
  for (Node& node : nodes) {
    for (std::size_t i = 0; i < node.spec.inputs.size(); ++i) {
      const std::string& input = node.spec.inputs[i];
      const auto found = names.find(input);
      if (found == names.end() && input != network_input) {
        throw Error("unknown-layer", "no layer is called `" + input + "`",
                    input_pointer(node.spec, i));
      }
      node.inputs.push_back(input == network_input ? network_input_node : found->second);
    }
  }
}

std::vector<int> resolve_outputs(const NetworkSpec& spec, const Names& names) {
  std::vector<int> outputs;
  for (std::size_t i = 0; i < spec.outputs.size(); ++i) {
    const auto found = names.find(spec.outputs[i]);
    const std::string pointer = "/outputs/" + std::to_string(i);
    if (found == names.end()) {
      throw Error("unknown-layer", "no layer is called `" + spec.outputs[i] + "`", pointer);
    }
    if (std::find(outputs.begin(), outputs.end(), found->second) != outputs.end()) {
      throw Error("duplicate-name", "`" + spec.outputs[i] + "` is an output already", pointer);
    }
    outputs.push_back(found->second);
  }
  return outputs;
}

// Names the layers of a cycle: from any unfinished node, unfinished inputs lead into one.
[[noreturn]] void refuse_cycle(const std::vector<Node>& nodes, const std::vector<bool>& done) {
  const auto unfinished_input = [&](int node) {
    for (const int input : nodes[static_cast<std::size_t>(node)].inputs) {
      if (input >= 0 && !done[static_cast<std::size_t>(input)]) return input;
    }
    return -1;
  };
  int at = static_cast<int>(std::find(done.begin(), done.end(), false) - done.begin());
  for (std::size_t i = 0; i < nodes.size(); ++i) at = unfinished_input(at);  // now on the cycle
  const int start = at;
  const LayerSpec& layer = nodes[static_cast<std::size_t>(start)].spec;
  std::string path = "`" + layer.name + "`";
  do {
    at = unfinished_input(at);
    path += " reads `" + nodes[static_cast<std::size_t>(at)].spec.name + "`";
    if (path.size() > 500) break;
  } while (at != start);
  throw Error("cyclic-network", "the layers form a cycle: " + path, layer.pointer + "/inputs");
}

// Depth-first from each layer in listed order, so a list that is in order already stays as it is.
std::vector<int> topological_order(const std::vector<Node>& nodes) {
  std::vector<bool> done(nodes.size()), open(nodes.size());
  std::vector<int> order;
  std::vector<std::pair<int, std::size_t>> stack;  // node, next input to look at
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!done[i]) stack.emplace_back(static_cast<int>(i), 0);
    while (!stack.empty()) {
      const auto node = static_cast<std::size_t>(stack.back().first);
      open[node] = true;
      if (stack.back().second == nodes[node].inputs.size()) {
        done[node] = true;
        order.push_back(static_cast<int>(node));
        stack.pop_back();
        continue;
      }
      const int input = nodes[node].inputs[stack.back().second++];
      if (input < 0 || done[static_cast<std::size_t>(input)]) continue;
      if (open[static_cast<std::size_t>(input)]) refuse_cycle(nodes, done);
      stack.emplace_back(input, 0);
    }
  }
  return order;
}

Graph reorder(std::vector<Node> nodes, std::vector<int> outputs) {
  const std::vector<int> order = topological_order(nodes);
  std::vector<int> position(nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    position[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
  }
  Graph graph;
  for (const int index : order) {
    graph.nodes.push_back(std::move(nodes[static_cast<std::size_t>(index)]));
    for (int& input : graph.nodes.back().inputs) {
      if (input >= 0) input = position[static_cast<std::size_t>(input)];
    }
  }
  for (const int output : outputs) {
    graph.outputs.push_back(position[static_cast<std::size_t>(output)]);
  }
  return graph;
}

void check_all_used(const Graph& graph) {
  std::vector<bool> used(graph.nodes.size());
  for (const int output : graph.outputs) used[static_cast<std::size_t>(output)] = true;
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    if (!used[i]) continue;
    for (const int input : graph.nodes[i].inputs) {
      if (input >= 0) used[static_cast<std::size_t>(input)] = true;
    }
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!used[i]) {
      const LayerSpec& layer = graph.nodes[i].spec;
      throw Error("unused-layer", "no output depends on layer `" + layer.name + "`", layer.pointer);
    }
  }
}

}  // namespace

const LayerType& find_layer_type(const LayerSpec& layer) {
  for (const LayerType& type : layer_types) {
    if (layer.type == type.name) return type;
  }
  throw Error("unknown-type", "no layer type is called `" + layer.type + "`",
              layer.pointer + "/type");
}

Graph build_graph(const NetworkSpec& spec) {
  check_spec_names(spec);
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    expand(spec.layers[i], static_cast<int>(i), 0, nodes);
  }
  const Names names = index_names(nodes);
  resolve_inputs(nodes, names);
  Graph graph = reorder(std::move(nodes), resolve_outputs(spec, names));
  check_all_used(graph);
  return graph;
}

}  // namespace nabla
