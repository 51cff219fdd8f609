// Compiling a graph: fusing output activations into losses, then shapes, parameters, gradients.
#include "core/plan.h"

#include <utility>

#include "core/checked.h"
#include "core/error.h"
#include "kernels/dispatch.h"

namespace nabla {
namespace {

template <class T>
std::unique_ptr<Layer<T>> make_layer(const LayerType& type) {
  if constexpr (sizeof(T) == sizeof(float)) {
    return type.make_float32();
  } else {
    return type.make_float64();
  }
}

std::string activation_of(const LayerSpec& layer) {
  return layer.read().type("activation", "identity");
}

// Turns node `at` into its Z and gives φ(Z) to its readers through a new node, where it has
// readers.
void split_activation(Graph& graph, std::size_t at) {
  const Value activation = *graph.nodes[at].spec.options.find("activation");
  graph.nodes[at].spec.options.set("activation", Value("identity"));
  const int node = static_cast<int>(at);
  Node added;
  added.spec.type = "activation";
  added.spec.name = graph.nodes[at].spec.name + ".activation";
  added.spec.options = Value(Value::Object{{"activation", activation}});
  added.spec.pointer = graph.nodes[at].spec.pointer;
  added.type = &find_layer_type(added.spec);
  for (const Node& other : graph.nodes) {
    for (const int input : other.inputs) {
      if (input == node) added.inputs = {node};
    }
  }
  if (added.inputs.empty()) return;
  added.origin = graph.nodes[at].origin;
  for (Node& other : graph.nodes) {
    for (int& input : other.inputs) {
      if (input >= node) ++input;  // `node` itself too: its readers now read the new one
    }
  }
  for (int& output : graph.outputs) output += output > node ? 1 : 0;
  graph.nodes.insert(graph.nodes.begin() + node + 1, std::move(added));
}

// Leaves to each fused loss the activation it expects of its output layer.
std::vector<Value> fuse_losses(Graph& graph, const std::vector<std::string>& fused) {
  std::vector<Value> left(graph.outputs.size());
  for (std::size_t i = 0; i < fused.size(); ++i) {
    if (fused[i].empty()) continue;
    const auto at = static_cast<std::size_t>(graph.outputs[i]);
    const LayerSpec& layer = graph.nodes[at].spec;
    const bool has_activation = layer.type == "dense" || layer.type == "activation";
    if (!has_activation || activation_of(layer) != fused[i]) {
      throw Error("invalid-network",
                  "the loss needs the output layer `" + layer.name + "` to have activation `" +
                      fused[i] + "`",
                  layer.pointer + "/activation");
    }
    left[i] = Value(Value::Object{{"activation", *layer.options.find("activation")}});
    split_activation(graph, at);
  }
  return left;
}

template <class T>
class Compiler {
 public:
  Compiler(const NetworkSpec& spec, const PlanOptions& options) : options_(options) {
    plan_.table = &table<T>();
    plan_.input_size = spec.input_size;
    plan_.input_gradient = options.input_gradient;
  }

  Plan<T> run(Graph graph) {
    plan_.left_to_loss = fuse_losses(graph, options_.fused_activations);
    plan_.outputs = graph.outputs;
    for (Node& node : graph.nodes) add(node);
    if (plan_.parameter_count() > max_parameters) {
      throw Error("invalid-network",
                  "the network has " + std::to_string(plan_.parameter_count()) +
                      " parameters; at most " + std::to_string(max_parameters) + " are possible",
                  "/layers");
    }
    return std::move(plan_);
  }

 private:
  Index width(int node) const {
    return node < 0 ? plan_.input_size : plan_.layers[static_cast<std::size_t>(node)].output_size;
  }
  bool gradient(int node) const {
    return node < 0 ? plan_.input_gradient
                    : plan_.layers[static_cast<std::size_t>(node)].has_gradient;
  }

  void add(Node& node) {
    const bool frozen = !node.spec.trainable;
    if (options_.all_gradients) node.spec.trainable = true;
    std::vector<Index> sizes;
    std::vector<bool> gradients;
    bool has_gradient = false;
    for (const int input : node.inputs) {
      sizes.push_back(width(input));
      gradients.push_back(gradient(input));
      has_gradient = has_gradient || gradient(input);
    }
    auto layer = make_layer<T>(*node.type);
    Builder<T> builder(*plan_.table, node.spec, sizes, gradients, frozen,
                       options_.keep_preactivations);
    layer->configure(builder);
    if (builder.output_size > max_width) {
      throw Error("invalid-network",
                  "layer `" + node.spec.name + "` is wider than " + std::to_string(max_width),
                  node.spec.pointer);
    }
    const int first = static_cast<int>(plan_.parameters.size());
    for (ParameterDeclaration& declaration : builder.parameters) {
      has_gradient = has_gradient || declaration.trainable;
      add_parameter(node.spec.name, std::move(declaration));
    }
    plan_.layers.push_back({node.spec.name, node.spec.type, node.origin, node.inputs,
                            std::move(sizes), std::move(layer), builder.output_size,
                            builder.flops_per_row, first, std::move(builder.buffers),
                            builder.reads_input, builder.reads_output, builder.preactivation,
                            builder.activation, has_gradient});
  }

  void add_parameter(const std::string& layer, ParameterDeclaration declaration) {
    const Index count = checked_multiply(declaration.rows(), declaration.cols());
    if (count > max_parameters) {
      throw Error("invalid-network",
                  "layer `" + layer + "` alone has " + std::to_string(count) + " parameters",
                  "/layers");
    }
    declaration.initial.check(declaration.shape);
    const Index stored = plan_.table->packed_size(declaration.rows(), declaration.cols());
    plan_.parameters.push_back(
        {layer + "." + declaration.name, layer, std::move(declaration), stored});
  }

  const PlanOptions& options_;
  Plan<T> plan_;
};

}  // namespace

template <class T>
Index Plan<T>::parameter_count() const {
  Index count = 0;
  for (const PlanParameter& parameter : parameters) {
    count += parameter.declaration.rows() * parameter.declaration.cols();
  }
  return count;
}

template <class T>
Plan<T> compile(const NetworkSpec& spec, const PlanOptions& options) {
  return Compiler<T>(spec, options).run(build_graph(spec));
}

template struct Plan<float>;
template struct Plan<double>;
template Plan<float> compile<float>(const NetworkSpec&, const PlanOptions&);
template Plan<double> compile<double>(const NetworkSpec&, const PlanOptions&);

}  // namespace nabla
