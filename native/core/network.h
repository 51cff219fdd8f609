// A network with its parameters, for prediction and inspection. Training is native/training's.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/parameters.h"
#include "core/plan.h"
#include "core/spec.h"
#include "core/value.h"
#include "core/workspace.h"

namespace nabla {

// Safe to use from several threads.
template <class T>
class Network {
 public:
  // The parameters at one moment; a later load() makes others and leaves these alone.
  using Snapshot = std::shared_ptr<const Tensors<T>>;

  // Parameters are zero until initialize() or load(). Throws nabla::Error.
  explicit Network(NetworkSpec spec);

  const NetworkSpec& spec() const { return spec_; }
  const Plan<T>& plan() const { return plan_; }

  void initialize();
  // Row-major in manifest order: plan().parameter_count() values.
  void load(const T* values);
  void save(T* values) const;
  Snapshot parameters() const;

  // y(rows × plan().output_size()) from x(rows × plan().input_size), both without padding, outputs
  // side by side. In predict mode; each row's result is the same whatever the other rows and
  // `threads`.
  void predict(const Tensors<T>& parameters, const T* x, Index rows, T* y, int threads = 1) const;

 private:
  void replace(Snapshot parameters);
  std::unique_ptr<Workspace<T>> borrow(Index rows) const;
  void give_back(std::unique_ptr<Workspace<T>> workspace) const;

  NetworkSpec spec_;
  Plan<T> plan_;
  mutable std::mutex mutex_;  // guards what follows
  Snapshot parameters_;
  mutable std::vector<std::unique_ptr<Workspace<T>>> idle_;
};

}  // namespace nabla
