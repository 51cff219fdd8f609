// min ½·ω·‖[H 1]·X − D‖² + ½·λ·‖W‖² by the triangular factor of [H 1 | D], which has √(λ/ω)·I below
// it.
#include "solvers/least_squares.h"

#include <cmath>
#include <vector>

#include "solvers/triangular_factor.h"

namespace nabla {
namespace {

class LeastSquares final : public Solver {
 public:
  explicit LeastSquares(const Options& options) : ridge_(options.number("ridge")) {
    if (!(ridge_ >= 0)) options.fail("ridge", "must be at least 0");
  }

  double loss() const override { return loss_; }

  void exchange(StateExchange& state) override { state.number("optimizer.loss", loss_); }

  Iteration iterate(Problem& problem) override {
    const OutputLayer layer = problem.output_layer();
    TriangularFactor factor(layer.features(), layer.units, problem.threads());
    problem.visit_features(
        [&](const FeatureBlock& block) { factor.add(block.values, block.rows); });
    if (ridge_ + layer.l2 > 0) add_ridge(factor, layer);
    std::vector<double> coefficients;
    if (!factor.solve(problem.epsilon(), coefficients)) return Iteration::diverged;
    problem.write_output_layer(coefficients.data());
    const Cost found = problem.evaluate(nullptr);
    loss_ = found.loss;
    return std::isfinite(loss_) ? Iteration::converged : Iteration::diverged;
  }

 private:
  void add_ridge(TriangularFactor& factor, const OutputLayer& layer) const {
    const Index width = layer.features() + layer.units;
    const double root = std::sqrt((ridge_ + layer.l2) / layer.weight);
    std::vector<double> rows(static_cast<std::size_t>(layer.inputs * width));
    for (Index i = 0; i < layer.inputs; ++i) rows[static_cast<std::size_t>(i * width + i)] = root;
    factor.add(rows.data(), layer.inputs);
  }

  const double ridge_;
  double loss_ = 0;
};

}  // namespace

std::unique_ptr<Solver> make_least_squares(const Options& options) {
  return std::make_unique<LeastSquares>(options);
}

}  // namespace nabla
