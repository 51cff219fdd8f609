// Training: whole epochs of shuffle, gather, forward, loss, backward and update over a mapped data
// set, and the evaluation of the result. Knows nothing of jobs, checkpoints or JS.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/network.h"
#include "core/objective.h"
#include "core/parameters.h"
#include "core/plan.h"
#include "core/run.h"
#include "core/state.h"
#include "data/record_file.h"
#include "solvers/solver.h"
#include "training/encoder.h"
#include "training/metrics.h"
#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/stopping.h"

namespace nabla {

struct TrainerOptions {
  NetworkSpec spec;
  std::vector<LossSpec> losses;
  Value optimizer;
  Index batch_size;
  std::uint64_t seed;
  bool shuffle;
  bool replacement;  // each row of an epoch is drawn from all of them; otherwise each comes once
  Index batches_per_step;  // whose gradients are added up
  Value schedule;
  GradientClipping clipping;
  std::int64_t steps;  // of the whole training, as far as is known: what schedules take shares of
  Value stopping;
  std::int64_t watch_every;  // epochs from one measurement of watched metrics to the next
  bool fit_centers;          // layers that ask for k-means get their centres before the first step
  int threads;
  std::string data_path;
  std::size_t row_bytes;
  std::vector<EncodedField> inputs;
  std::vector<EncodedField> targets;
  std::vector<EncodedField> weights;  // of a row: one field, or none
};

// The members of TrainerOptions in src/native.ts but for the arrays. Throws nabla::Error.
TrainerOptions parse_trainer_options(const Value& value);

// Converged: a full-batch solver has nothing left to do, whatever the number of epochs.
// Stopped: a rule of `stopping` has fired.
enum class TrainerState { running, done, converged, stopped, cancelled, diverged };

// A watched metric after an epoch.
struct Observation {
  std::int64_t epoch;
  std::string name;  // "validation.loss"
  double value;
};

struct TrainerProgress {
  std::int64_t epoch = 0;  // whole epochs, and steps, since the training began
  std::int64_t step = 0;
  std::int64_t steps_per_epoch = 0;
  std::vector<double> epoch_losses;  // of the epochs finished in this call
  std::vector<double> epoch_rates;   // learning rates of their last steps; none of a solver
  std::vector<Observation> observations;
  std::int64_t rows = 0;  // in this call; a solver's pass over all of them counts each
  double seconds = 0;
  TrainerState state = TrainerState::running;
  StopReason stop_reason = StopReason::none;
  // Where the loss was not finite, both from 1: the weights are those before that step.
  std::int64_t diverged_epoch = 0;
  std::int64_t diverged_step = 0;
  std::string diverged_layer;        // the first whose weights or values are not finite, if any
  bool diverged_in_weights = false;  // of that layer
};

// The same options, parameters and rows give the same bits, whatever the number of threads and
// however run() is cut into calls. One call at a time, but for cancel().
//
// The optimiser is one of native/optimizers, which takes a step for each batch, or a full-batch
// solver of native/solvers: then an epoch is an iteration, its loss that of the point it found, and
// the batch size does not matter.
template <class T>
class Trainer {
 public:
  // `parameters` row-major in manifest order; `train` the row numbers to train on, `validation`
  // those that "validation." metrics are watched on, or none. Throws nabla::Error.
  Trainer(TrainerOptions options, const T* parameters, std::vector<std::uint32_t> train,
          std::vector<std::uint32_t> validation = {});
  ~Trainer();

  const Plan<T>& plan() const { return plan_; }

  // Steps until `epochs` epochs or `steps` steps are done in all, `budget_ms` has passed, cancel()
  // was called, a stopping rule has fired, or the loss is not finite. A step of more rows than are
  // left in the epoch takes what is left.
  TrainerProgress run(std::int64_t epochs, double budget_ms,
                      std::int64_t steps = std::numeric_limits<std::int64_t>::max());

  // In predict mode with the weights as they are. Metrics as in metrics.h, over the whole network,
  // where `loss` is J without penalties, or, as `<output>.<metric>`, over one output, where it is
  // that output's own without its weight.
  std::vector<MetricValue> evaluate(const std::vector<std::uint32_t>& rows,
                                    const std::vector<std::string>& metrics);

  // Where stopping keeps the best weights, puts them in place of the last and gives the epochs they
  // had seen; 0, and nothing happens, where it keeps none. For the end of a training.
  std::int64_t restore_best();

  void cancel() { cancelled_ = true; }
  void save(T* values) const { parameters_.save(plan_, values); }

  // Everything the next step depends on, but for the options. A trainer of the same options and
  // rows that restores it goes on with the same bits. restore() throws Error("invalid-input") where
  // the state is not of such a training; the trainer is of no use then.
  std::vector<StateArray> state();
  void restore(std::vector<StateArray> state);

 private:
  struct Step;
  class Session;
  class Evaluation;
  class FullBatch;
  class CenterPlacement;

  void exchange(StateExchange& state);
  void set_up_solver();
  void place_centers();
  bool watches() const;
  bool observation_due() const;
  std::int64_t next_observation() const;
  void observe(TrainerProgress& progress);
  TrainerProgress solve(std::int64_t epochs, double budget_ms, std::int64_t steps);
  void check_rows(const std::vector<std::uint32_t>& rows, const char* pointer) const;
  void check_widths() const;
  std::vector<MetricOutput> metric_outputs() const;
  Matrix<T> targets_matrix(std::vector<T>& storage, Index rows) const;

  TrainerOptions options_;
  Plan<T> plan_;
  Tensors<T> parameters_;
  Objective<T> objective_;
  std::optional<Optimizer<T>> optimizer_;  // or solver_
  std::optional<Schedule> schedule_;       // of the optimizer_
  Stopping stopping_;
  RecordFile data_;
  Encoder input_encoder_;
  Encoder target_encoder_;
  std::optional<Encoder> weight_encoder_;
  std::vector<std::uint32_t> train_;
  std::vector<std::uint32_t> validation_;
  Index batch_size_;  // with a solver: rows of a block
  Workspace<T> workspace_;
  std::vector<T> targets_;                 // of one batch
  std::vector<T> row_weights_;             // of one batch; empty: all 1
  std::vector<const std::byte*> records_;  // of one batch
  std::vector<double> row_losses_;         // of one batch, by output
  // Where the next step begins.
  std::int64_t epoch_ = 0;
  std::int64_t step_ = 0;
  Index position_ = 0;         // rows of the epoch already used
  double epoch_loss_ = 0;      // their losses' sum
  double last_loss_ = 0;       // of the last whole epoch
  std::int64_t observed_ = 0;  // the last epoch after which watched metrics were measured
  Tensors<T> best_;            // weights, where stopping keeps the best
  std::atomic<bool> cancelled_{false};
  std::unique_ptr<FullBatch> full_batch_;
  std::unique_ptr<Solver> solver_;
  bool converged_ = false;
  bool centers_placed_ = false;
};

}  // namespace nabla
