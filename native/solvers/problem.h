// What a full-batch solver sees of a training: the parameters that learn as one float64 vector θ,
// and J(θ) over all rows. Knows nothing of layers, files or dtypes.
#pragma once

#include <functional>

#include "kernels/types.h"

namespace nabla {

struct Cost {
  double objective;  // J with the L2 penalties of the layers: what a solver makes small
  double loss;       // J without them: what a person is shown
};

// Some rows of ∂r/∂θ and of r, where J without penalties is ½‖r‖².
struct JacobianBlock {
  Index rows;
  const double* jacobian;   // rows × size(), no padding
  const double* residuals;  // rows
};

// The dense layer that is the network's output.
struct OutputLayer {
  Index inputs;
  Index units;
  bool biases;
  double weight;  // ω: J without penalties is ½·ω·Σe²
  double l2;      // of the weights; biases have none

  Index features() const { return inputs + (biases ? 1 : 0); }
};

// Some rows of [H | 1 | D]: what the output layer reads, a one where it has biases, and the
// targets. The visitor may overwrite them.
struct FeatureBlock {
  Index rows;
  double* values;  // rows × (features + units), no padding
};

// Thrown out of any call below once the training is cancelled.
struct Interrupted {};

class Problem {
 public:
  virtual ~Problem() = default;

  virtual int threads() const = 0;
  virtual double epsilon() const = 0;  // of the dtype the passes run in
  virtual Index size() const = 0;
  virtual void read(double* theta) const = 0;
  virtual void write(const double* theta) = 0;
  // l2[i] of θᵢ: the penalty is ½·Σ l2ᵢ·θᵢ².
  virtual const double* penalties() const = 0;

  // J at the θ written last; with `gradient`, ∂J/∂θ with the penalties too (overwritten).
  virtual Cost evaluate(double* gradient) = 0;
  // Visits all rows in order.
  virtual void linearize(const std::function<void(const JacobianBlock&)>& visit) = 0;

  virtual OutputLayer output_layer() const = 0;
  virtual void visit_features(const std::function<void(const FeatureBlock&)>& visit) = 0;
  // coefficients: features × units, row-major; the last row is the biases, if there are any.
  virtual void write_output_layer(const double* coefficients) = 0;
};

}  // namespace nabla
