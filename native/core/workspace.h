// The buffers of one run of a plan: outputs, gradients, scratch. Buffers that do not live at the
// same time share memory; the peak is known before anything is allocated.
#pragma once

#include <vector>

#include "core/arena.h"
#include "core/plan.h"
#include "layers/layer.h"

namespace nabla {

enum class Purpose {
  predict,  // forward only
  train,    // forward and backward
  inspect,  // the same, and every output and gradient stays readable to the end
};

template <class T>
class Workspace {
 public:
  Workspace() = default;
  // For at most `rows` rows. Throws Error("out-of-memory").
  Workspace(const Plan<T>& plan, Purpose purpose, Index rows);
  Workspace(Workspace&&) noexcept = default;
  Workspace& operator=(Workspace&&) noexcept = default;

  static Index bytes(const Plan<T>& plan, Purpose purpose, Index rows);

  Index rows() const { return rows_; }
  // The network's input: whoever runs the plan writes its rows here.
  Matrix<T> input() const { return ports_[0].value; }
  Matrix<T> input_gradient() const { return ports_[0].gradient; }
  Matrix<T> value(int layer) const { return ports_[static_cast<std::size_t>(layer) + 1].value; }
  Matrix<T> gradient(int layer) const {
    return ports_[static_cast<std::size_t>(layer) + 1].gradient;
  }
  const LayerMemory<T>& layer(std::size_t i) const { return layers_[i]; }

 private:
  void connect(const Plan<T>& plan, Purpose purpose);

  Index rows_ = 0;
  Arena arena_;
  std::vector<Port<T>> ports_;  // of the network's input, then of each layer; never resized
  std::vector<LayerMemory<T>> layers_;
};

}  // namespace nabla
