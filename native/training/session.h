// One call of Trainer::run: the loop every thread of the gang goes through. Included by
// trainer.cpp.
#pragma once

#include <chrono>
#include <cmath>

#include "kernels/gang.h"
#include "training/denormals.h"
#include "training/permutation.h"
#include "training/trainer.h"

namespace nabla {

template <class T>
class Trainer<T>::Session {
 public:
  Session(Trainer& trainer, std::int64_t epochs, double budget_ms, std::int64_t steps)
      : trainer_(trainer),
        epochs_(epochs),
        steps_(steps),
        threads_(trainer.options_.threads),
        gang_(threads_),
        start_(std::chrono::steady_clock::now()),
        deadline_(budget_ms < kLongestMs
                      ? start_ + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double, std::milli>(budget_ms))
                      : Clock::time_point::max()) {}

  TrainerProgress run() {
    if (trainer_.epoch_ < epochs_ && trainer_.step_ < steps_ && !trainer_.cancelled_) {
      Gang::process().run(threads_, thread_main, this);
    }
    if (progress_.state == TrainerState::diverged) find_culprit();
    progress_.epoch = trainer_.epoch_;
    progress_.step = trainer_.step_;
    progress_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    if (progress_.state == TrainerState::running) {
      progress_.state = trainer_.epoch_ >= epochs_ ? TrainerState::done
                        : trainer_.cancelled_      ? TrainerState::cancelled
                                                   : TrainerState::running;
    }
    return std::move(progress_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double kLongestMs = 1e12;  // 30 years; more would not fit the clock

  // Where a thread is in the epochs. Every thread keeps its own and they all agree.
  struct Cursor {
    std::int64_t epoch;
    std::int64_t step;
    Index position;
    double epoch_loss;
    bool stop = false;  // after this step
  };

  static void thread_main(void* context, int thread, int threads) {
    static_cast<Session*>(context)->loop(thread, threads);
  }

  void loop(int thread, int threads) {
    [[maybe_unused]] const PassDenormals<T> denormals;
    Cursor cursor{trainer_.epoch_, trainer_.step_, trainer_.position_, trainer_.epoch_loss_};
    Permutation order = shuffled(cursor.epoch);
    bool finite = true;
    do {
      const Index rows =
          min(trainer_.batch_size_ * trainer_.options_.batches_per_step, count() - cursor.position);
      finite = step(cursor, order, rows, thread, threads);
      if (!finite) break;
      ++cursor.step;
      cursor.position += rows;
      if (thread == 0) progress_.rows += rows;
      if (cursor.position == count()) {
        finish_epoch(cursor, thread);
        order = shuffled(cursor.epoch);
      }
    } while (!cursor.stop && cursor.epoch < epochs_ && cursor.step < steps_);
    if (thread == 0) leave(cursor, finite);
  }

  // One optimiser step over the gradients of one batch or several; false, with the weights
  // untouched, when a loss is not finite.
  bool step(Cursor& cursor, const Permutation& order, Index rows, int thread, int threads) {
    Optimizer<T>& optimizer = *trainer_.optimizer_;
    if (thread == 0) {
      rate_ = trainer_.schedule_->rate(cursor.step, cursor.epoch);
      optimizer.begin_step(cursor.step + 1, rate_);
      stop_ = trainer_.cancelled_.load(std::memory_order_relaxed) || Clock::now() >= deadline_;
    }
    for (Index done = 0; done < rows; done += trainer_.batch_size_) {
      Pass<T> pass(*trainer_.plan_.table, Mode::train, min(trainer_.batch_size_, rows - done),
                   thread, threads, &gang_);
      number(pass, cursor, done);
      gather(cursor, order, done, pass.row_share());
      pass.barrier();
      cursor.stop = stop_;
      if (!batch(cursor, rows, done, pass)) return false;
      if (optimizer.stores() && done + pass.rows == rows) optimizer.apply(pass);
    }
    return true;
  }

  // What the batch that begins `done` rows into its step is known by to whatever is random.
  void number(Pass<T>& pass, const Cursor& cursor, Index done) const {
    pass.seed = trainer_.options_.seed;
    pass.step = static_cast<std::uint64_t>(cursor.step * trainer_.options_.batches_per_step +
                                           done / trainer_.batch_size_);
  }

  // Forward and backward of a gathered batch, in a step of `rows` rows.
  bool batch(Cursor& cursor, Index rows, Index done, Pass<T>& pass) {
    const Run<T> run{&trainer_.plan_, &trainer_.workspace_, trainer_.parameters_.all(),
                     trainer_.optimizer_->updates(done == 0)};
    run_forward(run, pass);
    trainer_.objective_.evaluate(trainer_.workspace_, targets(pass.rows), pass.row_share(), rows,
                                 trainer_.row_losses_.data(), trainer_.batch_size_, true,
                                 weights());
    pass.barrier();
    const double loss = sum_losses(pass.rows);  // by every thread alike, so that all agree to go on
    if (!std::isfinite(loss)) {
      if (pass.thread == 0) lost_ = done;
      return false;
    }
    cursor.epoch_loss += loss;
    run_backward(run, pass);
    return true;
  }

  const T* weights() const {
    return trainer_.weight_encoder_ ? trainer_.row_weights_.data() : nullptr;
  }

  // First where the rows lie, then their values: neither loop waits for the other.
  void gather(const Cursor& cursor, const Permutation& order, Index done, Range rows) const {
    const std::byte** records = trainer_.records_.data();
    const bool draws = trainer_.options_.replacement;
    for (Index r = rows.begin; r < rows.end; ++r) {
      const auto position = static_cast<std::uint32_t>(cursor.position + done + r);
      const std::uint32_t picked = draws                       ? drawn(cursor.epoch, position)
                                   : trainer_.options_.shuffle ? order(position)
                                                               : position;
      records[r] = trainer_.data_.row(trainer_.train_[picked]);
    }
    const Matrix<T> x = trainer_.workspace_.input(), d = targets(0);
    trainer_.input_encoder_.encode(records + rows.begin, rows.size(), x.row(rows.begin), x.ld);
    trainer_.target_encoder_.encode(records + rows.begin, rows.size(), d.row(rows.begin), d.ld);
    if (!trainer_.weight_encoder_) return;
    T* weights = trainer_.row_weights_.data();
    trainer_.weight_encoder_->encode(records + rows.begin, rows.size(), weights + rows.begin, 1);
  }

  // Uniform among all rows: 64 random bits times their count, of which the whole part is taken.
  std::uint32_t drawn(std::int64_t epoch, std::uint32_t position) const {
    static const std::uint64_t stream = stream_of("sampling", "rows");
    const std::uint64_t index =
        static_cast<std::uint64_t>(epoch) * static_cast<std::uint64_t>(count()) + position;
    const PhiloxCounter words = random_block(trainer_.options_.seed, stream, index / 2);
    const std::size_t half = index % 2 * 2;
    const std::uint64_t bits = std::uint64_t{words[half]} << 32 | words[half + 1];
    const auto rows = static_cast<std::uint64_t>(count());
    const std::uint64_t low = (bits & 0xFFFFFFFF) * rows, high = (bits >> 32) * rows;
    return static_cast<std::uint32_t>((high + (low >> 32)) >> 32);
  }

  double sum_losses(Index rows) const {
    double sum = 0;
    for (std::size_t o = 0; o < trainer_.objective_.outputs(); ++o) {
      const double* losses =
          trainer_.row_losses_.data() + static_cast<Index>(o) * trainer_.batch_size_;
      const double weight = trainer_.objective_.row_weight(o, count());
      for (Index r = 0; r < rows; ++r) sum += weight * losses[r];
    }
    return sum;
  }

  void finish_epoch(Cursor& cursor, int thread) {
    const double rows = static_cast<double>(count());
    if (thread == 0) {
      const double loss = trainer_.objective_.mean() ? cursor.epoch_loss / rows : cursor.epoch_loss;
      trainer_.last_loss_ = loss;
      progress_.epoch_losses.push_back(loss);
      progress_.epoch_rates.push_back(rate_);
    }
    ++cursor.epoch;
    cursor.position = 0;
    cursor.epoch_loss = 0;
  }

  bool parameters_finite() const {
    for (std::size_t i = 0; i < trainer_.plan_.parameters.size(); ++i) {
      const Index stored = trainer_.plan_.parameters[i].stored;
      const auto all_finite = trainer_.plan_.table->elementwise.all_finite;
      if (!all_finite(trainer_.parameters_.at(i), stored)) return false;
    }
    return true;
  }

  // The last update of a call may have overflowed, and no later loss would tell.
  void leave(const Cursor& cursor, bool finite) {
    trainer_.epoch_ = cursor.epoch;
    trainer_.step_ = cursor.step;
    trainer_.position_ = cursor.position;
    trainer_.epoch_loss_ = cursor.epoch_loss;
    if (finite && parameters_finite()) return;
    progress_.state = TrainerState::diverged;
    const bool epoch_over = finite && cursor.position == 0;
    progress_.diverged_epoch = epoch_over ? cursor.epoch : cursor.epoch + 1;
    progress_.diverged_step = finite ? cursor.step : cursor.step + 1;
  }

  // The first layer whose weights are not finite, or else whose values are not for the batch that
  // was lost: it goes forward once more, by this thread alone.
  void find_culprit() {
    [[maybe_unused]] const PassDenormals<T> denormals;
    const auto all_finite = trainer_.plan_.table->elementwise.all_finite;
    for (std::size_t i = 0; i < trainer_.plan_.parameters.size(); ++i) {
      const PlanParameter& parameter = trainer_.plan_.parameters[i];
      if (all_finite(trainer_.parameters_.at(i), parameter.stored)) continue;
      progress_.diverged_layer = parameter.layer;
      progress_.diverged_in_weights = true;
      return;
    }
    const Cursor cursor{trainer_.epoch_, trainer_.step_, trainer_.position_, 0};
    const Index rows = min(trainer_.batch_size_, count() - cursor.position - lost_);
    Pass<T> pass(*trainer_.plan_.table, Mode::train, rows, 0, 1, nullptr);
    pass.update_state = false;
    number(pass, cursor, lost_);
    gather(cursor, shuffled(cursor.epoch), lost_, {0, rows});
    for (std::size_t i = 0; i < trainer_.plan_.layers.size(); ++i) {
      const PlanLayer<T>& layer = trainer_.plan_.layers[i];
      pass.enter(trainer_.workspace_.layer(i), trainer_.parameters_.all() + layer.first_parameter,
                 nullptr);
      layer.layer->forward(pass);
      const Matrix<T> values = trainer_.workspace_.value(static_cast<int>(i));
      for (Index r = 0; r < rows; ++r) {
        if (all_finite(values.row(r), values.cols)) continue;
        progress_.diverged_layer = layer.name;
        return;
      }
    }
  }

  Index count() const { return static_cast<Index>(trainer_.train_.size()); }
  Permutation shuffled(std::int64_t epoch) const {
    return {static_cast<std::uint32_t>(count()), trainer_.options_.seed,
            static_cast<std::uint64_t>(epoch)};
  }
  Matrix<T> targets(Index rows) const { return trainer_.targets_matrix(trainer_.targets_, rows); }

  Trainer& trainer_;
  const std::int64_t epochs_;
  const std::int64_t steps_;
  const int threads_;
  Barrier gang_;
  const Clock::time_point start_;
  const Clock::time_point deadline_;
  bool stop_ = false;  // written by thread 0 before a step's first barrier, read by all after it
  double rate_ = 0;    // of the step under way
  Index lost_ = 0;     // rows of the step before the batch whose loss was not finite
  TrainerProgress progress_;
};

}  // namespace nabla
