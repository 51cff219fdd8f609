// From a spec to primitive layers in an order they can run in: macros expanded, names resolved,
// nothing left over. No shapes yet.
#pragma once

#include <string>
#include <vector>

#include "core/spec.h"

namespace nabla {

struct LayerType;

struct Node {
  LayerSpec spec;  // a primitive
  const LayerType* type;
  std::vector<int> inputs;  // nodes, or network_input_node
  int origin;               // the layer of the spec it came from
};

inline constexpr int network_input_node = -1;

struct Graph {
  std::vector<Node> nodes;   // every node after its inputs; otherwise as the spec lists them
  std::vector<int> outputs;  // nodes, in the order of the spec's outputs
};

// Throws Error("unknown-type").
const LayerType& find_layer_type(const LayerSpec& layer);

// Throws Error with a pointer: unknown-type, duplicate-name, unknown-layer, cyclic-network,
// unused-layer, invalid-network.
Graph build_graph(const NetworkSpec& spec);

}  // namespace nabla
