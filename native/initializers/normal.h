// w ~ N(mean, standardDeviation²).
#pragma once

#include "initializers/initializer.h"

namespace nabla {

inline void check_normal(const InitialShape&, const Options& options) {
  options.number("mean", 0);
  options.positive("standardDeviation", 0.05);
}

inline void fill_normal(std::vector<double>& values, const InitialShape&, const Options& options,
                        RandomStream& random) {
  const double mean = options.number("mean", 0);
  const double deviation = options.positive("standardDeviation", 0.05);
  for (double& value : values) value = mean + deviation * random.normal();
}

}  // namespace nabla
