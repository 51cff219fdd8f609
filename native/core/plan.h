// A network compiled for one dtype: configured layers in order, what each declared, who reads whom.
// Owns no parameters and no buffers, so one plan serves any number of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/graph.h"
#include "core/spec.h"
#include "kernels/table.h"
#include "layers/layer.h"

namespace nabla {

// What a plan is for, beyond prediction.
struct PlanOptions {
  bool input_gradient = false;  // backward gives ∂J/∂X too
  bool all_gradients = false;   // parameters of frozen layers count as trainable: for inspection
  bool keep_preactivations = false;
  // One for each output: the activation its loss is fused with, or "". That activation is left to
  // the loss: the output is Z.
  std::vector<std::string> fused_activations;
};

struct PlanParameter {
  std::string name;  // "hidden.weights"
  std::string layer;
  ParameterDeclaration declaration;
  Index stored = 0;  // elements as stored: panels and padding
};

template <class T>
struct PlanLayer {
  std::string name;
  std::string type;
  int origin;               // the layer of the spec it came from
  std::vector<int> inputs;  // layers of the plan, or network_input_node
  std::vector<Index> input_sizes;
  std::unique_ptr<Layer<T>> layer;
  Index output_size;
  Index flops_per_row;
  int first_parameter;  // of Plan::parameters
  std::vector<BufferDeclaration> buffers;
  bool reads_input;  // in backward
  bool reads_output;
  int preactivation;       // a buffer, or −1
  std::string activation;  // its name
  bool has_gradient;       // backward runs: it or something before it learns
};

template <class T>
struct Plan {
  const Table<T>* table;
  Index input_size;
  std::vector<PlanLayer<T>> layers;
  std::vector<PlanParameter> parameters;  // manifest order
  std::vector<int> outputs;
  // Where an output's activation was left to the loss: that activation as a layer's options, else
  // null.
  std::vector<Value> left_to_loss;
  bool input_gradient;

  Index output_size() const {
    Index sum = 0;
    for (const int output : outputs) sum += layers[static_cast<std::size_t>(output)].output_size;
    return sum;
  }
  Index parameter_count() const;  // as users count: no padding
};

// Throws nabla::Error with a pointer into the spec. Allocates nothing that grows with the network's
// widths.
template <class T>
Plan<T> compile(const NetworkSpec& spec, const PlanOptions& options = {});

inline constexpr Index max_parameters = Index{1} << 31;

}  // namespace nabla
