// Reading losses and evaluating them on a network's outputs.
#include "core/objective.h"

#include "core/error.h"
#include "core/options.h"

namespace nabla {
namespace {

LossSpec parse_loss(const Value& value, const std::string& pointer) {
  const Options options(value, pointer);
  const std::string name = options.string("type");
  LossSpec loss;
  loss.id = find_loss(name.c_str());
  if (loss.id < 0) {
    throw Error("unknown-type", "no loss is called `" + name + "`", options.pointer("type"));
  }
  loss.mean = options.choice("reduction", {"mean", "sum"}) == "mean";
  loss.weight = options.positive("weight", 1);
  const LossInfo& info = loss_info(loss.id);
  for (int i = 0; i < info.parameter_count; ++i) {
    loss.parameters.push_back(options.number(info.parameter_names[i]));
  }
  const Value* weights = options.find("classWeights");
  if (weights != nullptr && !weights->is_null()) {
    if (!weights->is_array()) options.fail("classWeights", "must be a list of numbers");
    for (const Value& weight : weights->array()) {
      if (!weight.is_number() || !(weight.number() >= 0)) {
        options.fail("classWeights", "must hold numbers of at least 0");
      }
      loss.class_weights.push_back(weight.number());
    }
  }
  return loss;
}

}  // namespace

std::vector<LossSpec> parse_losses(const Value& value) {
  if (!value.is_array()) throw Error("invalid-network", "must be a list of losses", "/losses");
  std::vector<LossSpec> losses;
  for (const Value& loss : value.array()) {
    losses.push_back(parse_loss(loss, "/losses/" + std::to_string(losses.size())));
  }
  return losses;
}

std::vector<std::string> fused_activations(const std::vector<LossSpec>& losses) {
  std::vector<std::string> names;
  for (const LossSpec& loss : losses) {
    const char* name = loss_info(loss.id).fused_activation;
    names.emplace_back(name != nullptr ? name : "");
  }
  return names;
}

template <class T>
std::array<T, maximum_parameters> left_parameters(const Value& layer) {
  std::array<T, maximum_parameters> parameters{};
  if (layer.is_null()) return parameters;
  const std::string name = Options(layer, "").type("activation", "identity");
  const ActivationInfo& info = activation_info(find_activation(name.c_str()));
  static const Value none;
  const Value& given = *layer.find("activation");
  const Options options(given.is_object() ? given : none, "/activation");
  for (int i = 0; i < info.parameter_count; ++i) {
    parameters[static_cast<std::size_t>(i)] =
        static_cast<T>(options.number(info.parameter_names[i]));
  }
  return parameters;
}

template <class T>
Objective<T>::Objective(const Plan<T>& plan, const std::vector<LossSpec>& losses) {
  if (losses.size() != plan.outputs.size()) {
    throw Error("shape-mismatch",
                "the network has " + std::to_string(plan.outputs.size()) + " outputs, but " +
                    std::to_string(losses.size()) + " losses are given",
                "/losses");
  }
  Index col = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const LossSpec& loss = losses[i];
    const Index cols = plan.layers[static_cast<std::size_t>(plan.outputs[i])].output_size;
    if (!loss.class_weights.empty() && static_cast<Index>(loss.class_weights.size()) != cols) {
      throw Error("shape-mismatch",
                  "has " + std::to_string(loss.class_weights.size()) + " weights for " +
                      std::to_string(cols) + " classes",
                  "/losses/" + std::to_string(i) + "/classWeights");
    }
    losses_.push_back({&plan.table->elementwise.losses[loss.id],
                       plan.outputs[i],
                       loss.mean,
                       loss.weight,
                       col,
                       cols,
                       {loss.parameters.begin(), loss.parameters.end()},
                       {loss.class_weights.begin(), loss.class_weights.end()},
                       left_parameters<T>(plan.left_to_loss[i])});
    col += cols;
  }
}

template <class T>
void Objective<T>::evaluate(const Workspace<T>& workspace, Matrix<T> targets, Range rows,
                            Index batch, double* row_losses, Index stride, bool gradient,
                            const T* row_weights) const {
  for (std::size_t i = 0; i < losses_.size(); ++i) {
    const Output& output = losses_[i];
    const Matrix<T> y = workspace.value(output.layer);
    const Matrix<T> dy = gradient ? workspace.gradient(output.layer) : Matrix<T>{};
    const T weight = static_cast<T>(output.weight);
    const T scale = output.mean ? weight / static_cast<T>(batch) : weight;
    output.kernel->evaluate(row_losses + static_cast<Index>(i) * stride + rows.begin,
                            dy ? dy.row(rows.begin) : nullptr, y.row(rows.begin),
                            targets.row(rows.begin) + output.col, y.ld, targets.ld, rows.size(),
                            output.cols, scale, output.parameters.data(),
                            row_weights != nullptr ? row_weights + rows.begin : nullptr,
                            output.class_weights.empty() ? nullptr : output.class_weights.data(),
                            output.activation_parameters.data());
  }
}

template std::array<float, maximum_parameters> left_parameters(const Value& layer);
template std::array<double, maximum_parameters> left_parameters(const Value& layer);
template class Objective<float>;
template class Objective<double>;

}  // namespace nabla
