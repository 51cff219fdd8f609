// Summaries of networks.
#include "core/summary.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "core/checked.h"
#include "core/parameters.h"
#include "core/workspace.h"

namespace nabla {
namespace {

double number(Index value) {
  return static_cast<double>(value);
}

Value names(const std::vector<std::string>& list) {
  return Value(Value::Array(list.begin(), list.end()));
}

// Layers as the spec lists them; what a macro became is summed into it.
template <class T>
class LayerSummaries {
 public:
  LayerSummaries(const NetworkSpec& spec, const Plan<T>& plan) : plan_(plan) {
    counts_.resize(spec.layers.size());
    for (const PlanLayer<T>& layer : plan.layers) by_name_[layer.name] = &layer;
    for (std::size_t i = 0; i < plan.layers.size(); ++i) add_parameters(i);
    for (std::size_t i = 0; i < spec.layers.size(); ++i) list_.push_back(describe(spec, i));
  }

  Value::Array list() const { return list_; }

 private:
  void add_parameters(std::size_t i) {
    const auto end = i + 1 < plan_.layers.size()
                         ? static_cast<std::size_t>(plan_.layers[i + 1].first_parameter)
                         : plan_.parameters.size();
    for (auto p = static_cast<std::size_t>(plan_.layers[i].first_parameter); p < end; ++p) {
      const ParameterDeclaration& declaration = plan_.parameters[p].declaration;
      counts_[static_cast<std::size_t>(plan_.layers[i].origin)] +=
          declaration.rows() * declaration.cols();
    }
  }

  Value describe(const NetworkSpec& spec, std::size_t i) const {
    const LayerSpec& layer = spec.layers[i];
    const PlanLayer<T>& compiled = *by_name_.at(layer.name);
    Index inputs = 0;
    for (const std::string& input : layer.inputs) {
      inputs += input == network_input ? plan_.input_size : by_name_.at(input)->output_size;
    }
    return Value(Value::Object{{"name", layer.name},
                               {"type", layer.type},
                               {"inputs", names(layer.inputs)},
                               {"inputSize", number(inputs)},
                               {"outputSize", number(compiled.output_size)},
                               {"parameterCount", number(counts_[i])},
                               {"activation", compiled.activation}});
  }

  const Plan<T>& plan_;
  std::unordered_map<std::string, const PlanLayer<T>*> by_name_;
  std::vector<Index> counts_;
  Value::Array list_;
};

template <class T>
Value::Array parameter_list(const Plan<T>& plan) {
  Value::Array list;
  for (const PlanParameter& parameter : plan.parameters) {
    Value::Array shape;
    for (const Index size : parameter.declaration.shape) shape.emplace_back(number(size));
    list.emplace_back(Value::Object{{"name", parameter.name},
                                    {"layer", parameter.layer},
                                    {"parameter", parameter.declaration.name},
                                    {"shape", std::move(shape)},
                                    {"trainable", parameter.declaration.trainable}});
  }
  return list;
}

}  // namespace

template <class T>
Value summarize(const NetworkSpec& spec, const Plan<T>& plan, Index batch_rows) {
  Index flops = 0;
  for (const PlanLayer<T>& layer : plan.layers) flops = checked_add(flops, layer.flops_per_row);
  Value::Array outputs;
  for (const int output : plan.outputs) {
    const PlanLayer<T>& layer = plan.layers[static_cast<std::size_t>(output)];
    outputs.emplace_back(Value::Object{{"name", layer.name},
                                       {"size", number(layer.output_size)},
                                       {"activation", layer.activation}});
  }
  const Index stored = Tensors<T>::bytes(plan);  // with panels and padding
  const Index values = plan.parameter_count() * static_cast<Index>(sizeof(T));
  const Index buffers = Workspace<T>::bytes(plan, Purpose::train, batch_rows);
  return Value(Value::Object{{"parameterCount", number(plan.parameter_count())},
                             {"layers", LayerSummaries<T>(spec, plan).list()},
                             {"parameters", parameter_list(plan)},
                             {"outputs", std::move(outputs)},
                             {"flopsPerRow", number(flops)},
                             {"parameterBytes", number(values)},
                             {"trainingBytes", number(checked_add(stored, buffers))}});
}

Value summarize(const NetworkSpec& spec, Index batch_rows) {
  return spec.dtype == Dtype::float64 ? summarize(spec, compile<double>(spec), batch_rows)
                                      : summarize(spec, compile<float>(spec), batch_rows);
}

template Value summarize<float>(const NetworkSpec&, const Plan<float>&, Index);
template Value summarize<double>(const NetworkSpec&, const Plan<double>&, Index);

}  // namespace nabla
