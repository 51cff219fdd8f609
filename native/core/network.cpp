// Networks for prediction.
#include "core/network.h"

#include <algorithm>
#include <utility>

#include "core/run.h"
#include "kernels/gang.h"

namespace nabla {
namespace {

constexpr Index kBatchRows =
    256;                       // rows predicted together; their activations stay in the L2 cache
constexpr Index kFewRows = 8;  // a small workspace, for the small requests that need low latency

// One batch, all threads.
template <class T>
struct Prediction {
  Run<T> run;
  const T* x;
  Index rows;
  T* y;
  Barrier* gang;

  static void thread_main(void* context, int thread, int threads) {
    static_cast<const Prediction*>(context)->work(thread, threads);
  }

  void work(int thread, int threads) const {
    const Plan<T>& plan = *run.plan;
    Pass<T> pass(*plan.table, Mode::predict, rows, thread, threads, gang);
    const auto copy = plan.table->elementwise.copy;
    const Range own = pass.row_share();
    const Matrix<T> input = run.workspace->input();
    copy(input.row(own.begin), input.ld, x + own.begin * plan.input_size, plan.input_size,
         own.size(), plan.input_size);
    pass.barrier();
    run_forward(run, pass);
    const Index width = plan.output_size();
    Index col = 0;
    for (const int output : plan.outputs) {
      const Matrix<T> value = run.workspace->value(output);
      copy(y + own.begin * width + col, width, value.row(own.begin), value.ld, own.size(),
           value.cols);
      col += value.cols;
    }
  }
};

}  // namespace

template <class T>
Network<T>::Network(NetworkSpec spec)
    : spec_(std::move(spec)),
      plan_(compile<T>(spec_)),
      parameters_(std::make_shared<Tensors<T>>(plan_)) {}

template <class T>
void Network<T>::initialize() {
  auto parameters = std::make_shared<Tensors<T>>(plan_);
  nabla::initialize(plan_, spec_.seed, *parameters);
  replace(std::move(parameters));
}

template <class T>
void Network<T>::load(const T* values) {
  auto parameters = std::make_shared<Tensors<T>>(plan_);
  parameters->load(plan_, values);
  replace(std::move(parameters));
}

template <class T>
void Network<T>::save(T* values) const {
  parameters()->save(plan_, values);
}

template <class T>
void Network<T>::predict(const Tensors<T>& parameters, const T* x, Index rows, T* y,
                         int threads) const {
  std::unique_ptr<Workspace<T>> workspace = borrow(min(rows, kBatchRows));
  for (Index row = 0; row < rows; row += kBatchRows) {
    const Index batch = min(kBatchRows, rows - row);
    const int crew = static_cast<int>(min(threads, batch));
    Barrier gang(crew);
    Prediction<T> prediction{{&plan_, workspace.get(), parameters.all()},
                             x + row * plan_.input_size,
                             batch,
                             y + row * plan_.output_size(),
                             &gang};
    if (crew == 1) {
      prediction.work(0, 1);
    } else {
      Gang::process().run(crew, Prediction<T>::thread_main, &prediction);
    }
  }
  give_back(std::move(workspace));
}

template <class T>
typename Network<T>::Snapshot Network<T>::parameters() const {
  std::lock_guard lock(mutex_);
  return parameters_;
}

template <class T>
void Network<T>::replace(Snapshot parameters) {
  std::lock_guard lock(mutex_);
  parameters_ = std::move(parameters);
}

template <class T>
std::unique_ptr<Workspace<T>> Network<T>::borrow(Index rows) const {
  const Index capacity = rows <= kFewRows ? kFewRows : kBatchRows;
  {
    std::lock_guard lock(mutex_);
    for (auto& workspace : idle_) {
      if (workspace->rows() != capacity) continue;
      std::swap(workspace, idle_.back());
      std::unique_ptr<Workspace<T>> found = std::move(idle_.back());
      idle_.pop_back();
      return found;
    }
  }
  return std::make_unique<Workspace<T>>(plan_, Purpose::predict, capacity);
}

template <class T>
void Network<T>::give_back(std::unique_ptr<Workspace<T>> workspace) const {
  constexpr std::size_t kept = 4;
  std::lock_guard lock(mutex_);
  if (idle_.size() < kept) idle_.push_back(std::move(workspace));
}

template class Network<float>;
template class Network<double>;

}  // namespace nabla
