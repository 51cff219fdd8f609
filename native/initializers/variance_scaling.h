// Initialisers whose variance follows from the fans, so that signals keep their size through depth.
// Glorot, Bengio 2010; He et al. 2015; LeCun et al. 1998.
#pragma once

#include <cmath>

#include "initializers/initializer.h"

namespace nabla {

// Var(w) of each rule.
inline double glorot(const InitialShape& s) {
  return 2.0 / static_cast<double>(s.fan_in + s.fan_out);
}
inline double he(const InitialShape& s) {
  return 2.0 / static_cast<double>(s.fan_in);
}
inline double lecun(const InitialShape& s) {
  return 1.0 / static_cast<double>(s.fan_in);
}

// w ~ U(−a, a), a = √(3·Var).
template <double (*variance)(const InitialShape&)>
void fill_scaled_uniform(std::vector<double>& values, const InitialShape& shape, const Options&,
                         RandomStream& random) {
  const double bound = std::sqrt(3 * variance(shape));
  for (double& value : values) value = bound * (2 * random.uniform() - 1);
}

// w ~ N(0, Var).
template <double (*variance)(const InitialShape&)>
void fill_scaled_normal(std::vector<double>& values, const InitialShape& shape, const Options&,
                        RandomStream& random) {
  const double deviation = std::sqrt(variance(shape));
  for (double& value : values) value = deviation * random.normal();
}

}  // namespace nabla
