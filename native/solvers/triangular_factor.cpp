// Householder reflections in panels, so that most of the work is the table's matrix product.
#include "solvers/triangular_factor.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/dispatch.h"
#include "solvers/parallel.h"

namespace nabla {
namespace {

constexpr Index panel = 32;  // columns reflected before a product
constexpr Index grain = 64;  // columns a thread takes at a time: whole panels of the product

struct Reflection {
  double head;     // what the first element becomes
  double factor;   // τ of I − τ·v·vᵀ
  double divisor;  // of the others: v = (1, rest/divisor)
};

// Maps (first, rest) to (head, 0), |head| = hypot(first, ‖rest‖).
Reflection reflection(double first, double norm_of_rest) {
  if (norm_of_rest == 0) return {first, 0, 1};
  const double head = -std::copysign(std::hypot(first, norm_of_rest), first);
  return {head, (head - first) / head, first - head};
}

}  // namespace

TriangularFactor::TriangularFactor(Index columns, Index targets, int threads)
    : columns_(columns),
      width_(columns + targets),
      threads_(threads),
      r_(static_cast<std::size_t>(columns * width_)),
      t_(static_cast<std::size_t>(panel * panel)) {}

void TriangularFactor::add(double* block, Index rows) {
  rows_ += rows;
  for (Index begin = 0; begin < columns_; begin += panel) {
    const Index end = min(columns_, begin + panel);
    factor_panel(block, rows, begin, end);
    const double flops = 4.0 * static_cast<double>(rows) * static_cast<double>(end - begin) *
                         static_cast<double>(width_ - end);
    in_parallel(threads_for(flops, threads_), [&](int thread, int threads) {
      const Index pieces = ceil_div(width_ - end, grain);
      const Index from = end + pieces * thread / threads * grain;
      const Index to = min(width_, end + pieces * (thread + 1) / threads * grain);
      if (from < to) update_columns(block, rows, begin, end, from, to);
    });
  }
}

// Reflects columns [begin, end) of R and the block; v's part in the block takes the column's place,
// its part in R is a unit vector. T's columns as they come: T_i = −τ·T·Vᵀv_i, T_ii = τ.
void TriangularFactor::factor_panel(double* block, Index rows, Index begin, Index end) {
  std::fill(t_.begin(), t_.end(), 0.0);
  for (Index j = begin; j < end; ++j) {
    double square = 0;
    for (Index r = 0; r < rows; ++r) square += block[r * width_ + j] * block[r * width_ + j];
    double* top = r_.data() + j * width_;
    const Reflection h = reflection(top[j], std::sqrt(square));
    top[j] = h.head;
    double products[panel] = {};  // of v with each column of the panel
    for (Index r = 0; r < rows; ++r) {
      double* row = block + r * width_;
      row[j] /= h.divisor;
      for (Index c = begin; c < end; ++c) products[c - begin] += row[j] * row[c];
    }
    for (Index c = j + 1; c < end; ++c) {
      products[c - begin] = h.factor * (products[c - begin] + top[c]);
      top[c] -= products[c - begin];
    }
    for (Index r = 0; r < rows; ++r) {
      double* row = block + r * width_;
      for (Index c = j + 1; c < end; ++c) row[c] -= row[j] * products[c - begin];
    }
    const Index own = j - begin;
    for (Index i = 0; i < own; ++i) {
      double sum = 0;
      for (Index k = i; k < own; ++k) sum += t_[i * panel + k] * products[k];
      t_[i * panel + own] = -h.factor * sum;
    }
    t_[own * panel + own] = h.factor;
  }
}

// [R; block] −= V·Tᵀ·Vᵀ·[R; block] for columns [from, to), V being the panel [begin, end).
void TriangularFactor::update_columns(double* block, Index rows, Index begin, Index end, Index from,
                                      Index to) {
  const auto gemm = table<double>().gemm;
  const Index count = to - from, depth = end - begin;
  std::vector<double> products(static_cast<std::size_t>(depth * count)), turned(products.size());
  for (Index i = 0; i < depth; ++i) {
    const double* top = r_.data() + (begin + i) * width_ + from;
    std::copy(top, top + count, products.begin() + i * count);
  }
  gemm(true, false, depth, count, rows, 1.0, block + begin, width_, block + from, width_, 1.0,
       products.data(), count);
  gemm(true, false, depth, count, depth, 1.0, t_.data(), panel, products.data(), count, 0.0,
       turned.data(), count);
  for (Index i = 0; i < depth; ++i) {
    double* top = r_.data() + (begin + i) * width_ + from;
    for (Index c = 0; c < count; ++c) top[c] -= turned[i * count + c];
  }
  gemm(false, false, rows, count, depth, -1.0, block + begin, width_, turned.data(), count, 1.0,
       block + from, width_);
}

// R made triangular again with its columns in an order of falling size (Golub & Van Loan, Matrix
// Computations, 5.4.2). Returns the rank.
Index TriangularFactor::pivot(std::vector<Index>& order, double epsilon) {
  double first = 0;
  std::vector<double> squares(static_cast<std::size_t>(columns_));
  for (Index p = 0; p < columns_; ++p) {
    // Anew each time: lengths that are updated lose their digits where they matter.
    std::fill(squares.begin() + p, squares.end(), 0.0);
    for (Index r = p; r < columns_; ++r) {
      const double* row = r_.data() + r * width_;
      for (Index c = p; c < columns_; ++c) squares[c] += row[c] * row[c];
    }
    const Index chosen = std::max_element(squares.begin() + p, squares.end()) - squares.begin();
    const double most = squares[chosen];
    if (p == 0) first = std::sqrt(most);
    if (std::sqrt(most) <= epsilon * first) return p;
    std::swap(order[p], order[chosen]);
    for (Index r = 0; r < columns_; ++r) std::swap(r_[r * width_ + p], r_[r * width_ + chosen]);
    reflect_column(p);
  }
  return columns_;
}

void TriangularFactor::reflect_column(Index p) {
  double square = 0;
  for (Index r = p + 1; r < columns_; ++r) square += r_[r * width_ + p] * r_[r * width_ + p];
  double* top = r_.data() + p * width_;
  const Reflection h = reflection(top[p], std::sqrt(square));
  if (h.factor == 0) return;
  top[p] = h.head;
  std::vector<double> products(top, top + width_);
  for (Index r = p + 1; r < columns_; ++r) {
    double* row = r_.data() + r * width_;
    row[p] /= h.divisor;
    for (Index c = p + 1; c < width_; ++c) products[c] += row[p] * row[c];
  }
  for (Index c = p + 1; c < width_; ++c) top[c] -= h.factor * products[c];
  for (Index r = p + 1; r < columns_; ++r) {
    double* row = r_.data() + r * width_;
    for (Index c = p + 1; c < width_; ++c) row[c] -= h.factor * row[p] * products[c];
    row[p] = 0;
  }
}

bool TriangularFactor::solve(double epsilon, std::vector<double>& x) {
  for (const double value : r_) {
    if (!std::isfinite(value)) return false;
  }
  // Columns of length 1, so that units of measurement do not decide the rank.
  std::vector<double> lengths(static_cast<std::size_t>(columns_));
  std::vector<Index> order(lengths.size());
  for (Index c = 0; c < columns_; ++c) {
    double square = 0;
    for (Index r = 0; r <= c; ++r) square += r_[r * width_ + c] * r_[r * width_ + c];
    lengths[c] = square > 0 ? std::sqrt(square) : 1;
    for (Index r = 0; r <= c; ++r) r_[r * width_ + c] /= lengths[c];
    order[c] = c;
  }
  const Index targets = width_ - columns_;
  const Index rank = pivot(order, epsilon * static_cast<double>(columns_));
  x.assign(static_cast<std::size_t>(columns_ * targets), 0.0);
  for (Index k = 0; k < targets; ++k) {
    for (Index i = rank; i-- > 0;) {
      const double* row = r_.data() + i * width_;
      double sum = row[columns_ + k];
      for (Index c = i + 1; c < rank; ++c) sum -= row[c] * x[order[c] * targets + k];
      x[order[i] * targets + k] = sum / row[i];
    }
  }
  for (Index c = 0; c < columns_; ++c) {
    for (Index k = 0; k < targets; ++k) x[c * targets + k] /= lengths[c];
  }
  return true;
}

}  // namespace nabla
