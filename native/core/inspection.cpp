// Inspection of networks: one run with nothing overwritten, and finite differences.
#include "core/inspection.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/objective.h"
#include "core/run.h"
#include "kernels/gang.h"

namespace nabla {
namespace {

// A plan with memory of its own, run by one thread on one batch.
template <class T>
class Examination {
 public:
  Examination(const NetworkSpec& spec, const PlanOptions& options,
              const std::vector<double>& parameters, const InspectionRequest& request)
      : plan_(compile<T>(spec, options)),
        parameters_(plan_),
        gradients_(plan_),
        workspace_(plan_, Purpose::inspect, request.rows),
        rows_(request.rows),
        mode_(request.mode),
        seed_(spec.seed) {
    const std::vector<T> values(parameters.begin(), parameters.end());
    parameters_.load(plan_, values.data());
    fill(workspace_.input(), request.x.data());
    for (std::size_t i = 0; i < plan_.parameters.size(); ++i) {
      WeightUpdate<T> update{};
      if (plan_.parameters[i].declaration.trainable) {
        update.w = parameters_.at(i);
        update.gradient = gradients_.at(i);
      }
      updates_.push_back(update);
    }
  }

  void set_objective(const std::vector<LossSpec>& losses, const std::vector<double>& targets) {
    objective_ = Objective<T>(plan_, losses);
    const Index width = plan_.output_size();
    targets_.assign(static_cast<std::size_t>(rows_ * leading_dimension<T>(width)), T(0));
    fill(target_matrix(), targets.data());
    row_losses_.resize(static_cast<std::size_t>(rows_) * objective_.outputs());
  }

  const Plan<T>& plan() const { return plan_; }
  const Workspace<T>& workspace() const { return workspace_; }
  const Tensors<T>& gradients() const { return gradients_; }
  T* parameter(std::size_t i) const { return parameters_.at(i); }

  void forward() {
    Pass<T> pass = this->pass();
    run_forward(run(nullptr), pass);
  }

  // J, after forward; with `gradient`, the outputs' gradients too.
  double loss(bool gradient) {
    objective_.evaluate(workspace_, target_matrix(), {0, rows_}, rows_, row_losses_.data(), rows_,
                        gradient);
    double sum = 0;
    for (std::size_t i = 0; i < row_losses_.size(); ++i) {
      sum += objective_.row_weight(i / static_cast<std::size_t>(rows_), rows_) * row_losses_[i];
    }
    return objective_.mean() ? sum / static_cast<double>(rows_) : sum;
  }

  std::vector<double> row_losses() const {
    std::vector<double> sums(static_cast<std::size_t>(rows_), 0.0);
    for (std::size_t i = 0; i < row_losses_.size(); ++i) {
      sums[i % sums.size()] += objective_.weight(i / sums.size()) * row_losses_[i];
    }
    return sums;
  }

  // From the outputs' gradients. Parameter gradients are stored if wanted.
  void backward(bool parameters) {
    Pass<T> pass = this->pass();
    run_backward(run(parameters ? updates_.data() : nullptr), pass);
  }

  Matrix<T> target_matrix() {
    const Index width = plan_.output_size();
    return {targets_.data(), leading_dimension<T>(width), rows_, width};
  }

 private:
  Pass<T> pass() {
    Pass<T> pass(*plan_.table, mode_, rows_, 0, 1, nullptr);
    pass.update_state = false;
    pass.seed = seed_;
    return pass;
  }
  Run<T> run(const WeightUpdate<T>* updates) const {
    return {&plan_, &workspace_, parameters_.all(), updates};
  }
  static void fill(Matrix<T> matrix, const double* values) {
    for (Index r = 0; r < matrix.rows; ++r) {
      for (Index c = 0; c < matrix.cols; ++c) {
        matrix.row(r)[c] = static_cast<T>(values[r * matrix.cols + c]);
      }
    }
  }

  Plan<T> plan_;
  Tensors<T> parameters_;
  Tensors<T> gradients_;
  std::vector<WeightUpdate<T>> updates_;
  Workspace<T> workspace_;
  Objective<T> objective_;
  std::vector<T> targets_;
  std::vector<double> row_losses_;
  Index rows_;
  Mode mode_;
  std::uint64_t seed_;
};

template <class T>
InspectionTensor copy_matrix(std::vector<std::string> path, Matrix<T> matrix) {
  InspectionTensor tensor{std::move(path), {matrix.rows, matrix.cols}, {}};
  for (Index r = 0; r < matrix.rows; ++r) {
    tensor.values.insert(tensor.values.end(), matrix.row(r), matrix.row(r) + matrix.cols);
  }
  return tensor;
}

bool wants(const InspectionRequest& request, const char* name) {
  return std::find(request.want.begin(), request.want.end(), name) != request.want.end();
}

// One backward pass for each output unit.
template <class T>
InspectionTensor jacobian(Examination<T>& run, Index rows) {
  const Plan<T>& plan = run.plan();
  const Index outputs = plan.output_size(), inputs = plan.input_size;
  InspectionTensor tensor{{"jacobian"}, {rows, outputs, inputs}, {}};
  tensor.values.resize(static_cast<std::size_t>(rows * outputs * inputs));
  const auto fill = plan.table->elementwise.fill;
  Index unit = 0;
  for (const int output : plan.outputs) {
    for (Index c = 0; c < run.workspace().value(output).cols; ++c, ++unit) {
      for (const int other : plan.outputs) {
        const Matrix<T> gradient = run.workspace().gradient(other);
        fill(gradient.data, gradient.ld, rows, gradient.cols, T(0));
        if (other == output) fill(gradient.data + c, gradient.ld, rows, 1, T(1));
      }
      run.backward(false);
      const Matrix<T> dx = run.workspace().input_gradient();
      for (Index r = 0; r < rows; ++r) {
        std::copy(dx.row(r), dx.row(r) + inputs,
                  tensor.values.begin() + (r * outputs + unit) * inputs);
      }
    }
  }
  return tensor;
}

// Outputs, activations and the Jacobian: of the network as predictions run it.
template <class T>
void look_at_values(const NetworkSpec& spec, const std::vector<double>& parameters,
                    const InspectionRequest& request, Inspection& result) {
  PlanOptions options;
  options.keep_preactivations = true;
  options.input_gradient = wants(request, "jacobian");
  Examination<T> run(spec, options, parameters, request);
  run.forward();
  const Plan<T>& plan = run.plan();
  if (wants(request, "outputs")) {
    InspectionTensor outputs{{"outputs"}, {request.rows, plan.output_size()}, {}};
    for (Index r = 0; r < request.rows; ++r) {
      for (const int output : plan.outputs) {
        const Matrix<T> value = run.workspace().value(output);
        outputs.values.insert(outputs.values.end(), value.row(r), value.row(r) + value.cols);
      }
    }
    result.tensors.push_back(std::move(outputs));
  }
  for (std::size_t i = 0; i < plan.layers.size() && wants(request, "activations"); ++i) {
    const PlanLayer<T>& layer = plan.layers[i];
    const int z = layer.preactivation;
    if (z >= 0) {
      result.tensors.push_back(
          copy_matrix({"activations", layer.name, "preActivation"},
                      run.workspace().layer(i).buffers[static_cast<std::size_t>(z)]));
    }
    result.tensors.push_back(copy_matrix({"activations", layer.name, "output"},
                                         run.workspace().value(static_cast<int>(i))));
  }
  if (wants(request, "jacobian")) result.tensors.push_back(jacobian(run, request.rows));
}

template <class T>
void look_at_gradients(Examination<T>& run, const InspectionRequest& request, Inspection& result) {
  const Plan<T>& plan = run.plan();
  for (std::size_t i = 0; i < plan.layers.size() && wants(request, "deltas"); ++i) {
    if (!plan.layers[i].has_gradient) continue;
    result.tensors.push_back(copy_matrix({"deltas", plan.layers[i].name},
                                         run.workspace().gradient(static_cast<int>(i))));
  }
  for (std::size_t i = 0; i < plan.parameters.size() && wants(request, "gradients"); ++i) {
    const PlanParameter& parameter = plan.parameters[i];
    const ParameterDeclaration& declaration = parameter.declaration;
    if (!declaration.trainable) continue;
    std::vector<T> values(static_cast<std::size_t>(declaration.rows() * declaration.cols()));
    plan.table->unpack(values.data(), run.gradients().at(i), declaration.rows(),
                       declaration.cols());
    result.tensors.push_back({{"gradients", parameter.layer, declaration.name},
                              declaration.shape,
                              {values.begin(), values.end()}});
  }
  if (wants(request, "inputGradient")) {
    result.tensors.push_back(copy_matrix({"inputGradient"}, run.workspace().input_gradient()));
  }
}

// Central differences of J at two steps, extrapolated (Richardson): the error of the formula is of
// order h⁴. A small step keeps it on one side of kinks, but J carries rounding errors of some units
// in its last place, which the division by h magnifies: differences that small say nothing.
class DifferenceCheck {
 public:
  explicit DifferenceCheck(Examination<double>& run) : run_(run) {
    run_.forward();
    size_ = std::fabs(run_.loss(true));
    run_.backward(true);
  }

  Value report() {
    const Plan<double>& plan = run_.plan();
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
      if (plan.parameters[i].declaration.trainable) check_parameter(i);
    }
    check_input();
    return Value(Value::Object{{"maxRelativeError", max_}, {"byParameter", std::move(errors_)}});
  }

 private:
  struct Error {
    double difference = 0;
    double size = 1e-8;
  };

  void compare(Error& error, double& place, double analytic) {
    const double h = 2e-5 * std::max(1.0, std::fabs(place));
    const double numeric = (4 * slope(place, h / 2) - slope(place, h)) / 3;
    const double noise = 16 * 0x1p-53 * size_ / (h / 2);
    error.difference = std::max(error.difference, std::fabs(analytic - numeric) - noise);
    error.size = std::max({error.size, std::fabs(analytic), std::fabs(numeric)});
  }

  double slope(double& place, double h) {
    const double value = place;
    place = value + h;
    const double above = place, high = evaluate();
    place = value - h;
    const double below = place, low = evaluate();
    place = value;
    return (high - low) / (above - below);
  }

  double evaluate() {
    run_.forward();
    return run_.loss(false);
  }

  void record(const std::string& name, const Error& error) {
    const double relative = error.difference / error.size;
    errors_.emplace_back(name, relative);
    max_ = std::max(max_, relative);
  }

  // Works on the stored layout; packing the elements' numbers tells which places are padding.
  void check_parameter(std::size_t i) {
    const Plan<double>& plan = run_.plan();
    const PlanParameter& parameter = plan.parameters[i];
    const ParameterDeclaration& declaration = parameter.declaration;
    const Index count = declaration.rows() * declaration.cols();
    std::vector<double> numbers(static_cast<std::size_t>(count));
    for (std::size_t e = 0; e < numbers.size(); ++e) numbers[e] = static_cast<double>(e + 1);
    std::vector<double> stored(static_cast<std::size_t>(parameter.stored));
    plan.table->pack(stored.data(), numbers.data(), declaration.rows(), declaration.cols());
    const Index stride = ceil_div(count, max_checked_parameters);
    Error error;
    for (std::size_t s = 0; s < stored.size(); ++s) {
      const auto number = static_cast<Index>(stored[s]);
      if (number == 0 || (number - 1) % stride != 0) continue;
      compare(error, run_.parameter(i)[s], run_.gradients().at(i)[s]);
    }
    record(parameter.name, error);
  }

  void check_input() {
    const Matrix<double> x = run_.workspace().input(), dx = run_.workspace().input_gradient();
    const Index stride = ceil_div(x.rows * x.cols, max_checked_parameters);
    Error error;
    for (Index e = 0; e < x.rows * x.cols; e += stride) {
      compare(error, x.row(e / x.cols)[e % x.cols], dx.row(e / x.cols)[e % x.cols]);
    }
    record(network_input, error);
  }

  Examination<double>& run_;
  double size_ = 0;  // of J
  Value::Object errors_;
  double max_ = 0;
};

PlanOptions gradient_options(const std::vector<LossSpec>& losses) {
  PlanOptions options;
  options.input_gradient = true;
  options.all_gradients = true;
  options.keep_preactivations = true;
  options.fused_activations = fused_activations(losses);
  return options;
}

template <class T>
void look_at_losses(const NetworkSpec& spec, const std::vector<double>& parameters,
                    const InspectionRequest& request, Inspection& result) {
  const std::vector<LossSpec> losses = parse_losses(request.losses);
  Examination<T> run(spec, gradient_options(losses), parameters, request);
  run.set_objective(losses, request.targets);
  run.forward();
  run.loss(true);
  if (wants(request, "rowLosses")) {
    result.tensors.push_back({{"rowLosses"}, {request.rows}, run.row_losses()});
  }
  run.backward(true);
  look_at_gradients(run, request, result);
}

Value check_gradients(NetworkSpec spec, const std::vector<double>& parameters,
                      const InspectionRequest& request) {
  spec.dtype = Dtype::float64;
  const std::vector<LossSpec> losses = parse_losses(request.losses);
  Examination<double> run(spec, gradient_options(losses), parameters, request);
  run.set_objective(losses, request.targets);
  return DifferenceCheck(run).report();
}

// Throws unless every name is known; true if any is of the second list.
bool check_request(const InspectionRequest& request) {
  bool needs_losses = false;
  for (const std::string& name : request.want) {
    const bool value = name == "outputs" || name == "activations" || name == "jacobian";
    const bool loss = name == "deltas" || name == "gradients" || name == "inputGradient" ||
                      name == "rowLosses" || name == "gradientCheck";
    if (!value && !loss) throw Error("invalid-input", "cannot inspect `" + name + "`", "/want");
    needs_losses = needs_losses || loss;
  }
  if (needs_losses && request.targets.empty()) {
    throw Error("invalid-input", "needs targets", "/targets");
  }
  if (needs_losses && request.losses.is_null()) {
    throw Error("invalid-input", "needs a loss", "/losses");
  }
  return needs_losses;
}

}  // namespace

template <class T>
Inspection inspect(const Network<T>& network, const InspectionRequest& request) {
  const bool needs_losses = check_request(request);
  std::vector<T> values(static_cast<std::size_t>(network.plan().parameter_count()));
  network.save(values.data());
  const std::vector<double> parameters(values.begin(), values.end());
  Inspection result;
  if (wants(request, "outputs") || wants(request, "activations") || wants(request, "jacobian")) {
    look_at_values<T>(network.spec(), parameters, request, result);
  }
  if (needs_losses) look_at_losses<T>(network.spec(), parameters, request, result);
  if (wants(request, "gradientCheck")) {
    result.gradient_check = check_gradients(network.spec(), parameters, request);
  }
  return result;
}

template Inspection inspect<float>(const Network<float>&, const InspectionRequest&);
template Inspection inspect<double>(const Network<double>&, const InspectionRequest&);

}  // namespace nabla
