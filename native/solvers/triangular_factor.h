// Least squares over more rows than fit into memory: the triangular factor R of [A | B], grown
// block of rows by block, and its rank-revealing solution. Float64.
#pragma once

#include <vector>

#include "kernels/types.h"

namespace nabla {

// Memory O(columns²), whatever the number of rows; time linear in rows. Same bits at any number of
// threads.
class TriangularFactor {
 public:
  // A has `columns` columns, B `targets`.
  TriangularFactor(Index columns, Index targets, int threads);

  // Adds rows of [A | B], without padding, and destroys them: R and they become the R of both
  // (Householder reflections, LAPACK's tpqrt).
  void add(double* block, Index rows);

  // X(columns × targets) that makes ‖A·X − B‖ least. Columns of A that depend on others, as far as
  // `epsilon` per value can tell, get 0. False if a row added was not finite. Destroys R.
  bool solve(double epsilon, std::vector<double>& x);

 private:
  void factor_panel(double* block, Index rows, Index begin, Index end);
  void update_columns(double* block, Index rows, Index begin, Index end, Index from, Index to);
  Index pivot(std::vector<Index>& order, double epsilon);
  void reflect_column(Index p);

  Index columns_;
  Index width_;  // columns and targets
  int threads_;
  Index rows_ = 0;
  std::vector<double> r_;  // columns × width
  std::vector<double> t_;  // of a panel: Q = I − V·T·Vᵀ
};

}  // namespace nabla
