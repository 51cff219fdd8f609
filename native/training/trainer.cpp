// The trainer's set-up; its loops are in session.h, full_batch.h and evaluation.h.
#include "training/trainer.h"

#include <utility>

#include "core/error.h"
#include "solvers/list.h"
#include "training/center_fit.h"
#include "training/evaluation.h"
#include "training/full_batch.h"
#include "training/session.h"
#include "training/solver_faults.h"

namespace nabla {
namespace {

PlanOptions training_plan(const TrainerOptions& options) {
  PlanOptions plan;
  plan.fused_activations = fused_activations(options.losses);
  return plan;
}

template <class T>
Tensors<T> load(const Plan<T>& plan, const T* values) {
  Tensors<T> parameters(plan);
  parameters.load(plan, values);
  return parameters;
}

// Removes the names that begin with `prefix`, and returns what follows it in each.
std::vector<std::string> take_prefixed(std::vector<std::string>& names, const std::string& prefix) {
  std::vector<std::string> taken;
  std::erase_if(names, [&](const std::string& name) {
    if (!name.starts_with(prefix)) return false;
    taken.push_back(name.substr(prefix.size()));
    return true;
  });
  return taken;
}

}  // namespace

template <class T>
Trainer<T>::Trainer(TrainerOptions options, const T* parameters, std::vector<std::uint32_t> train)
    : options_(std::move(options)),
      plan_(compile<T>(options_.spec, training_plan(options_))),
      parameters_(load(plan_, parameters)),
      objective_(plan_, options_.losses),
      data_(options_.data_path, options_.row_bytes),
      input_encoder_(options_.inputs),
      target_encoder_(options_.targets),
      train_(std::move(train)),
      batch_size_(min(options_.batch_size, static_cast<Index>(train_.size()))) {
  check_widths();
  check_rows(train_, "/train");
  bool learns = false;
  for (const PlanParameter& parameter : plan_.parameters) {
    learns = learns || parameter.declaration.trainable;
  }
  if (!learns) throw Error("invalid-network", "no layer is trainable", "/spec/layers");
  if (find_solver(Options(options_.optimizer, "/optimizer").string("type")) != nullptr) {
    set_up_solver();
  } else {
    optimizer_.emplace(plan_, parameters_, options_.optimizer);
  }
  workspace_ = Workspace<T>(plan_, Purpose::train, batch_size_);
  targets_matrix(targets_, batch_size_);
  records_.resize(static_cast<std::size_t>(batch_size_));
  row_losses_.resize(static_cast<std::size_t>(batch_size_) * objective_.outputs());
}

template <class T>
Trainer<T>::~Trainer() = default;

template <class T>
void Trainer<T>::set_up_solver() {
  for (const SolverFault& fault :
       solver_faults(options_.spec, options_.losses, options_.optimizer)) {
    throw Error("invalid-network", fault.detail, "/spec");
  }
  const Options options(options_.optimizer, "/optimizer");
  solver_ = find_solver(options.string("type"))->make(options);
  batch_size_ = FullBatch::block_rows(plan_, static_cast<Index>(train_.size()));
  full_batch_ = std::make_unique<FullBatch>(*this);
}

template <class T>
void Trainer<T>::check_widths() const {
  const auto check = [](const char* what, Index have, Index need, const char* pointer) {
    if (have == need) return;
    throw Error("shape-mismatch",
                "the data's " + std::string(what) + " are " + std::to_string(have) +
                    " wide, the network's " + std::to_string(need),
                pointer);
  };
  check("inputs", input_encoder_.width(), plan_.input_size, "/data/inputs");
  check("targets", target_encoder_.width(), plan_.output_size(), "/data/targets");
}

template <class T>
void Trainer<T>::check_rows(const std::vector<std::uint32_t>& rows, const char* pointer) const {
  if (rows.empty()) throw Error("invalid-input", "there are no rows", pointer);
  for (const std::uint32_t row : rows) {
    if (row >= data_.rows()) {
      throw Error("invalid-input",
                  "row " + std::to_string(row) + " lies outside the data set of " +
                      std::to_string(data_.rows()) + " rows",
                  pointer);
    }
  }
}

// Sizes `storage` for `rows` rows the first time.
template <class T>
Matrix<T> Trainer<T>::targets_matrix(std::vector<T>& storage, Index rows) const {
  const Index width = plan_.output_size(), ld = leading_dimension<T>(width);
  if (storage.empty()) storage.resize(static_cast<std::size_t>(rows * ld));
  return {storage.data(), ld, rows, width};
}

template <class T>
void Trainer<T>::place_centers() {
  for (std::size_t i = 0; i < plan_.layers.size() && !cancelled_; ++i) {
    const CenterFit* fit = plan_.layers[i].layer->center_fit();
    if (fit != nullptr) CenterPlacement(*this, i, *fit).run();
  }
  centers_placed_ = !cancelled_;
}

template <class T>
TrainerProgress Trainer<T>::run(std::int64_t epochs, double budget_ms, std::int64_t steps) {
  if (options_.fit_centers && !centers_placed_) place_centers();
  TrainerProgress progress =
      solver_ ? solve(epochs, budget_ms, steps) : Session(*this, epochs, budget_ms, steps).run();
  progress.steps_per_epoch = solver_ ? 1 : ceil_div(static_cast<Index>(train_.size()), batch_size_);
  return progress;
}

template <class T>
std::vector<MetricOutput> Trainer<T>::metric_outputs() const {
  std::vector<MetricOutput> outputs;
  Index column = 0;
  for (std::size_t o = 0; o < plan_.outputs.size(); ++o) {
    const PlanLayer<T>& layer = plan_.layers[static_cast<std::size_t>(plan_.outputs[o])];
    const Index end = column + layer.output_size;
    const Value& left = plan_.left_to_loss[o];
    const std::string activation =
        left.is_null() ? layer.activation : Options(left, "").type("activation", "identity");
    const bool classes =
        layer.output_size > 1 && (activation_info(find_activation(activation.c_str())).vector ||
                                  target_encoder_.one_hot(column, end));
    outputs.push_back({column, end, classes});
    column = end;
  }
  return outputs;
}

template <class T>
std::vector<std::pair<std::string, double>> Trainer<T>::evaluate(
    const std::vector<std::uint32_t>& rows, const std::vector<std::string>& names) {
  check_rows(rows, "/rows");
  const std::vector<MetricOutput> outputs = metric_outputs();
  std::vector<std::string> whole = names;
  std::vector<MeasuredPart> parts;
  std::vector<std::string> prefixes{""};
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const auto [begin, end, classes] = outputs[o];
    const std::string prefix = options_.spec.outputs[o] + ".";
    const std::vector<std::string> own = take_prefixed(whole, prefix);
    if (own.empty()) continue;
    prefixes.push_back(prefix);
    parts.push_back({Metrics(own, {{0, end - begin, classes}}, objective_.mean(o)), o, begin});
  }
  parts.insert(parts.begin(), {Metrics(whole, outputs, objective_.mean()), std::nullopt, 0});
  Evaluation(*this, rows, parts).run();
  std::vector<std::pair<std::string, double>> results;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (auto& [name, value] : parts[i].metrics.result()) {
      results.emplace_back(prefixes[i] + name, value);
    }
  }
  return results;
}

// Every member that a step changes and a later step reads stands here. A schedule, an accumulator
// or a stopping rule adds its own lines, or an `exchange` of its own.
template <class T>
void Trainer<T>::exchange(StateExchange& state) {
  parameters_.exchange(plan_, "", true, state);
  state.number("run.epoch", epoch_);
  state.number("run.step", step_);
  state.number("run.position", position_);
  state.number("run.epochLoss", epoch_loss_);
  state.flag("run.converged", converged_);
  state.flag("run.centersPlaced", centers_placed_);
  if (optimizer_) optimizer_->exchange(plan_, state);
  if (solver_) solver_->exchange(state);
}

template <class T>
std::vector<StateArray> Trainer<T>::state() {
  StateExchange state;
  exchange(state);
  return state.take();
}

template <class T>
void Trainer<T>::restore(std::vector<StateArray> given) {
  StateExchange state(std::move(given));
  exchange(state);
  state.finish();
  if (position_ >= static_cast<Index>(train_.size())) {
    throw Error("invalid-input", "the state lies beyond the rows of an epoch");
  }
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace nabla
