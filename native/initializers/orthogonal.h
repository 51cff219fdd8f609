// W with orthonormal rows or columns (whichever are fewer), times gain. Saxe, McClelland, Ganguli
// 2014.
#pragma once

#include <cmath>
#include <utility>

#include "initializers/initializer.h"

namespace nabla {

inline void check_orthogonal(const InitialShape& shape, const Options& options) {
  options.positive("gain", 1);
  if (shape.shape.size() != 2) options.fail("type", "orthogonal is for matrices");
}

// Gram–Schmidt on a matrix of normals, each vector projected twice (Kahan: "twice is enough"),
// which is the Q of its QR decomposition with a positive diagonal, hence uniformly distributed.
inline void fill_orthogonal(std::vector<double>& values, const InitialShape& shape,
                            const Options& options, RandomStream& random) {
  const Index rows = shape.shape[0], cols = shape.shape[1];
  const Index vectors = min(rows, cols), length = rows + cols - vectors;
  const double gain = options.positive("gain", 1);
  std::vector<double> q(static_cast<std::size_t>(vectors * length));
  for (Index i = 0; i < vectors; ++i) {
    double* v = q.data() + i * length;
    for (Index c = 0; c < length; ++c) v[c] = random.normal();
    for (Index pass = 0; pass < 2 * i; ++pass) {
      const double* u = q.data() + pass % i * length;
      double dot = 0;
      for (Index c = 0; c < length; ++c) dot += u[c] * v[c];
      for (Index c = 0; c < length; ++c) v[c] -= dot * u[c];
    }
    double square = 0;
    for (Index c = 0; c < length; ++c) square += v[c] * v[c];
    for (Index c = 0; c < length; ++c) v[c] /= std::sqrt(square);
  }
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < cols; ++c) {
      const auto at = static_cast<std::size_t>(rows <= cols ? r * length + c : c * length + r);
      values[static_cast<std::size_t>(r * cols + c)] = gain * q[at];
    }
  }
}

}  // namespace nabla
