// The trainer's set-up; its loops are in session.h, full_batch.h and evaluation.h.
#include "training/trainer.h"

#include <algorithm>
#include <map>
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

// One part of a run after another.
void append(TrainerProgress& all, TrainerProgress part) {
  const auto extend = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  extend(all.epoch_losses, part.epoch_losses);
  extend(all.epoch_rates, part.epoch_rates);
  all.rows += part.rows;
  all.seconds += part.seconds;
  all.state = part.state;
  all.diverged_epoch = part.diverged_epoch;
  all.diverged_step = part.diverged_step;
  all.diverged_layer = std::move(part.diverged_layer);
  all.diverged_in_weights = part.diverged_in_weights;
}

}  // namespace

template <class T>
Trainer<T>::Trainer(TrainerOptions options, const T* parameters, std::vector<std::uint32_t> train,
                    std::vector<std::uint32_t> validation)
    : options_(std::move(options)),
      plan_(compile<T>(options_.spec, training_plan(options_))),
      parameters_(load(plan_, parameters)),
      objective_(plan_, options_.losses),
      stopping_(options_.stopping),
      data_(options_.data_path, options_.row_bytes),
      input_encoder_(options_.inputs),
      target_encoder_(options_.targets),
      train_(std::move(train)),
      validation_(std::move(validation)),
      batch_size_(min(options_.batch_size, static_cast<Index>(train_.size()))) {
  check_widths();
  check_rows(train_, "/train");
  if (!validation_.empty()) check_rows(validation_, "/validation");
  bool learns = false;
  for (const PlanParameter& parameter : plan_.parameters) {
    learns = learns || parameter.declaration.trainable;
  }
  if (!learns) throw Error("invalid-network", "no layer is trainable", "/spec/layers");
  if (find_solver(Options(options_.optimizer, "/optimizer").string("type")) != nullptr) {
    set_up_solver();
  } else {
    optimizer_.emplace(plan_, parameters_, options_.optimizer, options_.clipping,
                       options_.batches_per_step > 1);
    schedule_.emplace(options_.schedule, optimizer_->learning_rate());
    schedule_->set_length(options_.steps);
  }
  if (stopping_.restores_best()) best_ = Tensors<T>(plan_);
  workspace_ = Workspace<T>(plan_, Purpose::train, batch_size_);
  targets_matrix(targets_, batch_size_);
  records_.resize(static_cast<std::size_t>(batch_size_));
  if (!options_.weights.empty()) {
    weight_encoder_.emplace(options_.weights);
    row_weights_.resize(static_cast<std::size_t>(batch_size_));
  }
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

// Sessions from one observation to the next, where metrics are watched.
template <class T>
TrainerProgress Trainer<T>::run(std::int64_t epochs, double budget_ms, std::int64_t steps) {
  if (options_.fit_centers && !centers_placed_) place_centers();
  TrainerProgress progress;
  do {
    if (observation_due() && !cancelled_) observe(progress);
    if (stopping_.reason() != StopReason::none) break;
    const std::int64_t goal = std::min(epochs, next_observation());
    const double left = budget_ms - progress.seconds * 1000;
    append(progress, solver_ ? solve(goal, left, steps) : Session(*this, goal, left, steps).run());
    if (observation_due() && !cancelled_) observe(progress);
  } while (progress.state == TrainerState::done && epoch_ < epochs);
  progress.stop_reason = stopping_.reason();
  if (progress.stop_reason != StopReason::none) progress.state = TrainerState::stopped;
  progress.epoch = epoch_;
  progress.step = solver_ ? epoch_ : step_;
  const Index rows = batch_size_ * options_.batches_per_step;
  progress.steps_per_epoch = solver_ ? 1 : ceil_div(static_cast<Index>(train_.size()), rows);
  return progress;
}

template <class T>
bool Trainer<T>::watches() const {
  return stopping_.watches_loss() || !stopping_.watched().empty() ||
         (schedule_ && !schedule_->watched().empty());
}

// The loss of an epoch costs nothing to look at; other metrics are measured every so many epochs.
template <class T>
std::int64_t Trainer<T>::next_observation() const {
  if (!watches()) return std::numeric_limits<std::int64_t>::max();
  if (stopping_.watches_loss()) return epoch_ + 1;
  return (epoch_ / options_.watch_every + 1) * options_.watch_every;
}

template <class T>
bool Trainer<T>::observation_due() const {
  if (!watches() || position_ != 0 || observed_ >= epoch_) return false;
  return stopping_.watches_loss() || epoch_ % options_.watch_every == 0;
}

template <class T>
void Trainer<T>::observe(TrainerProgress& progress) {
  observed_ = epoch_;
  if (stopping_.watches_loss()) stopping_.observe_loss(last_loss_);
  if (epoch_ % options_.watch_every != 0) return;
  const std::string &early = stopping_.watched(),
                    &plateau = schedule_ ? schedule_->watched() : stopping_.watched();
  const std::string prefix = "validation.";
  std::map<std::string, double> values{{"train.loss", last_loss_}};
  std::vector<std::string> names;
  for (const std::string& name : {early, plateau}) {
    if (name.rfind(prefix, 0) == 0) names.push_back(name.substr(prefix.size()));
  }
  if (!names.empty()) {
    for (const auto& [name, value] : evaluate(validation_, names)) {
      values[prefix + name] = value.front();
      progress.observations.push_back({epoch_, prefix + name, value.front()});
    }
  }
  if (schedule_ && !plateau.empty()) schedule_->observe(values.at(plateau));
  if (early.empty()) return;
  const bool best = stopping_.observe(values.at(early), epoch_);
  if (best && stopping_.restores_best()) best_.copy(plan_, parameters_);
}

template <class T>
std::int64_t Trainer<T>::restore_best() {
  if (!stopping_.restores_best() || stopping_.best_epoch() == 0) return 0;
  parameters_.copy(plan_, best_);
  return stopping_.best_epoch();
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
std::vector<MetricValue> Trainer<T>::evaluate(const std::vector<std::uint32_t>& rows,
                                              const std::vector<std::string>& names) {
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
  std::vector<MetricValue> results;
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
  if (schedule_) schedule_->exchange(state);
  if (watches()) {
    stopping_.exchange(state);
    state.number("run.lastLoss", last_loss_);
    state.number("run.observed", observed_);
  }
  if (stopping_.restores_best()) best_.exchange(plan_, "best.", true, state);
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
