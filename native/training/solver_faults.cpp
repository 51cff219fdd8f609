// The refusals of full-batch solvers, each with its sentence.
#include "training/solver_faults.h"

#include "core/options.h"
#include "core/plan.h"
#include "kernels/elementwise.h"
#include "solvers/list.h"

namespace nabla {
namespace {

class Examiner {
 public:
  Examiner(const SolverInfo& solver, const NetworkSpec& spec, const Options& options)
      : solver_(solver), options_(options), plan_(compile<double>(spec)) {}

  std::vector<SolverFault> run(const std::vector<LossSpec>& losses) {
    for (const PlanLayer<double>& layer : plan_.layers) check_layer(layer);
    if (solver_.squares) {
      for (const LossSpec& loss : losses) check_squares(loss);
    }
    if (solver_.output_layer_only) {
      check_output_layer();
    } else {
      for (const PlanParameter& parameter : plan_.parameters) check_penalty(parameter);
    }
    if (options_.find("parameterLimit") != nullptr) check_count();
    return std::move(faults_);
  }

 private:
  void refuse(const char* about, const std::string& why) {
    faults_.push_back({about, std::string(solver_.name) + " " + why});
  }

  void check_layer(const PlanLayer<double>& layer) {
    const int activation = find_activation(layer.activation.c_str());
    const bool drawn = activation >= 0 && activation_info(activation).unit == UnitParameter::drawn;
    if (layer.type != "dropout" && layer.type != "batch-norm" && !drawn) return;
    refuse("network", "needs the same loss for the same weights, but layer `" + layer.name +
                          "` is " + (drawn ? layer.activation : layer.type) +
                          ", which differs from step to step");
  }

  void check_squares(const LossSpec& loss) {
    const std::string name = loss_info(loss.id).name;
    if (name != "half-squared-error" && name != "squared-error") {
      refuse("loss", "minimises sums of squares: half-squared-error or squared-error, not " + name);
    } else if (!loss.class_weights.empty()) {
      refuse("loss", "takes no classWeights");
    }
  }

  void check_penalty(const PlanParameter& parameter) {
    if (!parameter.declaration.trainable || parameter.declaration.l1 == 0) return;
    refuse("network", "needs a smooth loss, but layer `" + parameter.layer + "` has an L1 penalty");
  }

  void check_count() {
    Index count = 0;
    for (const PlanParameter& parameter : plan_.parameters) {
      if (!parameter.declaration.trainable) continue;
      count += parameter.declaration.rows() * parameter.declaration.cols();
    }
    const Index limit = options_.size("parameterLimit");
    if (count <= limit) return;
    refuse("network", "works with the square of the number of parameters: the network trains " +
                          std::to_string(count) + ", and parameterLimit is " +
                          std::to_string(limit));
  }

  void check_output_layer() {
    const PlanLayer<double>& layer = plan_.layers[static_cast<std::size_t>(plan_.outputs[0])];
    const auto first = static_cast<std::size_t>(layer.first_parameter);
    if (plan_.outputs.size() > 1) return refuse("network", "solves one output, not several");
    if (layer.type != "dense" || layer.activation != "identity") {
      return refuse("network", "needs a dense output layer without an activation, but `" +
                                   layer.name + "` is not one");
    }
    if (!plan_.parameters[first].declaration.trainable) {
      return refuse("network", "solves the output layer, but `" + layer.name + "` is frozen");
    }
    check_penalty(plan_.parameters[first]);
    if (layer.input_sizes[0] + 1 > most_features) {
      refuse("network", "solves for at most " + std::to_string(most_features) +
                            " features with the bias, but `" + layer.name + "` reads " +
                            std::to_string(layer.input_sizes[0]));
    }
  }

  const SolverInfo& solver_;
  const Options& options_;
  const Plan<double> plan_;
  std::vector<SolverFault> faults_;
};

}  // namespace

std::vector<SolverFault> solver_faults(const NetworkSpec& spec, const std::vector<LossSpec>& losses,
                                       const Value& optimizer) {
  const Options options(optimizer, "/optimizer");
  const SolverInfo* solver = find_solver(options.string("type"));
  if (solver == nullptr) return {};
  return Examiner(*solver, spec, options).run(losses);
}

}  // namespace nabla
