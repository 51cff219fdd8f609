// (JᵀJ + Λ + μ·S)·h = −g with S the largest diagonal of JᵀJ + Λ so far (Moré 1978), Λ the L2
// penalties; μ by Nielsen's rule (Madsen, Nielsen, Tingleff, Methods for non-linear least squares
// problems, 2004, algorithm 3.16).
#include "solvers/levenberg_marquardt.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "solvers/symmetric.h"

namespace nabla {
namespace {

using Vector = std::vector<double>;

double norm(const Vector& x) {
  double sum = 0;
  for (const double value : x) sum += value * value;
  return std::sqrt(sum);
}

double largest(const Vector& x) {
  double most = 0;
  for (const double value : x) most = std::max(most, std::fabs(value));
  return most;
}

class LevenbergMarquardt final : public Solver {
 public:
  explicit LevenbergMarquardt(const Options& options)
      : damping_(options.positive("damping")),
        gradient_tolerance_(options.positive("gradientTolerance")),
        step_tolerance_(options.positive("stepTolerance")) {}

  double loss() const override { return now_.loss; }

  void exchange(StateExchange& state) override {
    state.number("optimizer.damping", damping_);
    state.number("optimizer.raiseBy", raise_by_);
    state.number("optimizer.objective", now_.objective);
    state.number("optimizer.loss", now_.loss);
    state.list("optimizer.point", point_);
    state.list("optimizer.scale", scale_);
    // The normal equations are n² numbers that follow from the point.
    linearized_ = linearized_ && !state.restores();
    step_.resize(point_.size());
  }

  // One accepted step, however many are tried for it.
  Iteration iterate(Problem& problem) override {
    if (point_.empty()) {
      begin(problem);
      if (!std::isfinite(now_.objective)) return Iteration::diverged;
      if (flat()) return Iteration::converged;
    }
    if (!linearized_) linearize(problem);
    for (; damping_ < most_damping; raise()) {
      if (!solve(problem.threads())) continue;
      if (norm(step_) <= step_tolerance_ * (norm(point_) + step_tolerance_)) break;
      Vector candidate = point_;
      for (std::size_t i = 0; i < candidate.size(); ++i) candidate[i] += step_[i];
      problem.write(candidate.data());
      const Cost found = problem.evaluate(nullptr);
      const double gain = (now_.objective - found.objective) / expected_gain();
      if (!(gain > 0)) continue;  // NaN too
      point_ = std::move(candidate);
      now_ = found;
      const double t = 2 * gain - 1;
      damping_ *= std::max(1.0 / 3, 1 - t * t * t);
      raise_by_ = 2;
      linearize(problem);
      return flat() ? Iteration::converged : Iteration::improved;
    }
    problem.write(point_.data());
    return Iteration::converged;
  }

 private:
  static constexpr double most_damping = 1e20;  // where a step is nothing but rounding

  bool flat() const { return largest(gradient_) <= gradient_tolerance_; }

  void raise() {
    damping_ *= raise_by_;
    raise_by_ *= 2;
  }

  void begin(Problem& problem) {
    const auto n = static_cast<std::size_t>(problem.size());
    point_.resize(n);
    step_.resize(n);
    scale_.assign(n, 0.0);
    problem.read(point_.data());
    now_ = problem.evaluate(nullptr);
    linearize(problem);
  }

  // The normal equations at the current point.
  void linearize(Problem& problem) {
    linearized_ = false;
    const Index n = problem.size();
    normal_.assign(static_cast<std::size_t>(n * n), 0.0);
    gradient_.assign(static_cast<std::size_t>(n), 0.0);
    problem.linearize([&](const JacobianBlock& block) {
      symmetric_update(n, block.rows, 1.0, block.jacobian, n, true, normal_.data(), n,
                       problem.threads());
      for (Index r = 0; r < block.rows; ++r) {
        const double* row = block.jacobian + r * n;
        for (Index i = 0; i < n; ++i) gradient_[i] += row[i] * block.residuals[r];
      }
    });
    for (Index i = 0; i < n; ++i) {
      const double penalty = problem.penalties()[i];
      normal_[i * n + i] += penalty;
      gradient_[i] += penalty * point_[i];
      scale_[i] = std::max(scale_[i], normal_[i * n + i]);
    }
    linearized_ = true;
  }

  // A parameter that changes nothing has scale 0: a little of the largest keeps the matrix regular.
  double scale(std::size_t i, double most) const { return std::max(scale_[i], 1e-12 * most); }

  bool solve(int threads) {
    const auto n = static_cast<Index>(point_.size());
    const double most = largest(scale_);
    damped_ = normal_;
    for (Index i = 0; i < n; ++i) damped_[i * n + i] += damping_ * scale(i, most);
    if (!cholesky(n, damped_.data(), threads)) return false;
    for (Index i = 0; i < n; ++i) step_[i] = -gradient_[i];
    cholesky_solve(n, damped_.data(), step_.data());
    return true;
  }

  // By which the quadratic model falls: ½·hᵀ(μ·S·h − g).
  double expected_gain() const {
    const double most = largest(scale_);
    double sum = 0;
    for (std::size_t i = 0; i < step_.size(); ++i) {
      sum += step_[i] * (damping_ * scale(i, most) * step_[i] - gradient_[i]);
    }
    return sum / 2;
  }

  double damping_;  // μ
  double raise_by_ = 2;
  const double gradient_tolerance_;
  const double step_tolerance_;
  Vector point_, step_, gradient_, scale_;
  Vector normal_, damped_;  // n × n, lower triangles
  bool linearized_ = false;
  Cost now_{};
};

}  // namespace

std::unique_ptr<Solver> make_levenberg_marquardt(const Options& options) {
  return std::make_unique<LevenbergMarquardt>(options);
}

}  // namespace nabla
