// Nocedal & Wright, Numerical Optimization (2006): two-loop recursion, algorithm 7.4, with the
// scaling 7.20; line search, algorithms 3.5 and 3.6 with cubic interpolation, 3.59.
#include "solvers/l_bfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace nabla {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// y += alpha·x
void add(Vector& y, double alpha, const Vector& x) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += alpha * x[i];
}

double largest(const Vector& x) {
  double most = 0;
  for (const double value : x) most = std::max(most, std::fabs(value));
  return most;
}

// A point on the search line.
struct Trial {
  double step = 0;
  double value = 0;  // J
  double slope = 0;  // its derivative along the line
  double loss = 0;
  Vector gradient = {};
};

// Where the cubic through both values and slopes is least; not finite where there is no such place.
double cubic_minimum(const Trial& a, const Trial& b) {
  const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
  const double d2 = std::copysign(std::sqrt(d1 * d1 - a.slope * b.slope), b.step - a.step);
  return b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
}

class LineSearch {
 public:
  LineSearch(Problem& problem, const Vector& origin, const Vector& direction, const Trial& start)
      : problem_(problem), origin_(origin), direction_(direction), start_(start) {}

  // A point that satisfies the strong Wolfe conditions; at least one with a lower J if evaluations
  // run out; step 0 if there is none. The problem is left at the point tried last.
  Trial run(double step) {
    Trial before = start_;
    for (; evaluations_ < most_evaluations;) {
      Trial now = evaluate(step);
      const bool first = before.step == 0;
      if (!decreases(now) || (!first && now.value >= before.value)) {
        return zoom(std::move(before), std::move(now));
      }
      if (flat(now)) return now;
      if (now.slope >= 0) return zoom(std::move(now), std::move(before));
      const double guess = cubic_minimum(before, now);
      const double least = step + 0.1 * (step - before.step), most = 10 * step;
      step = std::isfinite(guess) ? std::clamp(guess, least, most) : 2 * step;
      before = std::move(now);
    }
    return before;
  }

 private:
  // Nocedal & Wright's figures for quasi-Newton directions.
  static constexpr double sufficient_decrease = 1e-4;
  static constexpr double curvature = 0.9;
  static constexpr int most_evaluations = 30;

  bool decreases(const Trial& trial) const {
    return trial.value <= start_.value + sufficient_decrease * trial.step * start_.slope;
  }
  bool flat(const Trial& trial) const {
    return std::fabs(trial.slope) <= -curvature * start_.slope;
  }

  Trial evaluate(double step) {
    ++evaluations_;
    Vector point = origin_;
    add(point, step, direction_);
    problem_.write(point.data());
    Trial trial{.step = step, .gradient = Vector(origin_.size())};
    const Cost found = problem_.evaluate(trial.gradient.data());
    trial.value = found.objective;
    trial.loss = found.loss;
    trial.slope = dot(trial.gradient, direction_);
    return trial;
  }

  // `low` decreases J enough and is the best such point so far; a good point lies between the two.
  Trial zoom(Trial low, Trial high) {
    while (evaluations_ < most_evaluations) {
      Trial now = evaluate(between(low, high));
      if (!decreases(now) || now.value >= low.value) {
        high = std::move(now);
        continue;
      }
      if (flat(now)) return now;
      if (now.slope * (high.step - low.step) >= 0) high = std::move(low);
      low = std::move(now);
    }
    return low;
  }

  // Not in the outer tenths, so that the interval shrinks.
  static double between(const Trial& low, const Trial& high) {
    const auto [left, right] = std::minmax(low.step, high.step);
    const double width = right - left, guess = cubic_minimum(low, high);
    if (!std::isfinite(guess)) return left + width / 2;
    return std::clamp(guess, left + width / 10, right - width / 10);
  }

  Problem& problem_;
  const Vector& origin_;
  const Vector& direction_;
  const Trial& start_;
  int evaluations_ = 0;
};

class LBfgs final : public Solver {
 public:
  explicit LBfgs(const Options& options)
      : memory_(static_cast<std::size_t>(options.size("memory"))),
        gradient_tolerance_(options.positive("gradientTolerance")),
        step_tolerance_(options.positive("stepTolerance")) {}

  double loss() const override { return now_.loss; }

  void exchange(StateExchange& state) override {
    state.list("optimizer.point", point_);
    state.list("optimizer.gradient", now_.gradient);
    state.number("optimizer.objective", now_.value);
    state.number("optimizer.loss", now_.loss);
    auto pairs = static_cast<std::int64_t>(pairs_.size());
    state.number("optimizer.pairs", pairs);
    pairs_.resize(static_cast<std::size_t>(pairs));
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const std::string number = std::to_string(i);
      state.list("optimizer.step." + number, pairs_[i].s);
      state.list("optimizer.change." + number, pairs_[i].y);
      state.number("optimizer.product." + number, pairs_[i].product);
    }
  }

  Iteration iterate(Problem& problem) override {
    if (point_.empty()) {
      if (!begin(problem)) return Iteration::diverged;
      if (largest(now_.gradient) <= gradient_tolerance_) return Iteration::converged;
    }
    Vector step;
    Trial next = search(problem, step);
    if (next.step == 0 && !pairs_.empty()) {  // what is remembered misleads: start afresh
      pairs_.clear();
      next = search(problem, step);
    }
    if (next.step == 0) {
      problem.write(point_.data());
      return Iteration::converged;
    }
    return move(problem, std::move(next), std::move(step));
  }

 private:
  struct Pair {
    Vector s;  // a step
    Vector y;  // what it did to the gradient
    double product = 0;
  };

  bool begin(Problem& problem) {
    point_.resize(static_cast<std::size_t>(problem.size()));
    now_.gradient.resize(point_.size());
    problem.read(point_.data());
    const Cost found = problem.evaluate(now_.gradient.data());
    now_.value = found.objective;
    now_.loss = found.loss;
    return std::isfinite(found.objective);
  }

  Trial search(Problem& problem, Vector& direction) {
    direction = descent();
    now_.step = 0;
    now_.slope = dot(now_.gradient, direction);
    if (!(now_.slope < 0)) return now_;
    // A gradient alone says nothing of how far to go: not further than 1.
    const double first = pairs_.empty() ? std::min(1.0, 1 / std::sqrt(-now_.slope)) : 1.0;
    return LineSearch(problem, point_, direction, now_).run(first);
  }

  // −H·g, H the inverse Hessian as the pairs tell it.
  Vector descent() const {
    Vector q = now_.gradient;
    Vector alphas(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      alphas[i] = dot(pairs_[i].s, q) / pairs_[i].product;
      add(q, -alphas[i], pairs_[i].y);
    }
    double scale = -1;
    if (!pairs_.empty()) {
      const Pair& last = pairs_.back();
      scale = -last.product / dot(last.y, last.y);
    }
    for (double& value : q) value *= scale;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const double beta = dot(pairs_[i].y, q) / pairs_[i].product;
      add(q, -alphas[i] - beta, pairs_[i].s);
    }
    return q;
  }

  Iteration move(Problem& problem, Trial next, Vector step) {
    for (double& value : step) value *= next.step;
    add(point_, 1.0, step);
    problem.write(point_.data());
    Vector change = next.gradient;
    add(change, -1.0, now_.gradient);
    now_ = std::move(next);
    const double length = largest(step), product = dot(step, change);
    // The second Wolfe condition makes the product positive; a search cut short may not.
    if (product > 1e-16 * dot(change, change)) {
      pairs_.push_back({std::move(step), std::move(change), product});
      if (pairs_.size() > memory_) pairs_.pop_front();
    }
    const bool flat = largest(now_.gradient) <= gradient_tolerance_;
    const bool still = length <= step_tolerance_ * std::max(1.0, largest(point_));
    return flat || still ? Iteration::converged : Iteration::improved;
  }

  const std::size_t memory_;
  const double gradient_tolerance_;
  const double step_tolerance_;
  Vector point_;
  Trial now_;
  std::deque<Pair> pairs_;  // oldest first
};

}  // namespace

std::unique_ptr<Solver> make_l_bfgs(const Options& options) {
  return std::make_unique<LBfgs>(options);
}

}  // namespace nabla
