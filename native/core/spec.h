// The network spec as core reads it: a list of named layers. No shapes, no memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/options.h"
#include "core/value.h"
#include "kernels/types.h"

namespace nabla {

enum class Dtype { float32, float64 };

struct LayerSpec {
  std::string type;
  std::string name;
  std::vector<std::string> inputs;  // names of layers, or "input"
  bool trainable = true;
  Value options;        // the layer's JSON object
  std::string pointer;  // where it stands, as in /layers/2
  Options::Aliases aliases;

  Options read() const { return Options(options, pointer, aliases); }
};

struct NetworkSpec {
  Dtype dtype = Dtype::float32;
  std::uint64_t seed = 0;
  Index input_size = 0;
  std::vector<LayerSpec> layers;
  std::vector<std::string> outputs;
};

inline constexpr const char* network_input = "input";

// Throws Error("invalid-network") with a pointer.
NetworkSpec parse_network_spec(const Value& value);

// A list of layers. A layer without a name is called `layer<position>`, from 1; one without inputs
// reads the layer before it, the first one "input".
std::vector<LayerSpec> parse_layers(const Value& value, const std::string& pointer);

// Adds a macro layer's stack of inner layers to `out`, under `<prefix>.<name>`. Inside, "input" is
// what the macro reads, and only layers of the stack can be named. Returns the names that stand for
// the stack's output: its last layer, or, for an empty stack, what the macro reads.
std::vector<std::string> append_stack(const LayerSpec& macro, const Value& layers,
                                      const std::string& pointer, const std::string& prefix,
                                      std::vector<LayerSpec>& out);

}  // namespace nabla
