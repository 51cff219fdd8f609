// w ~ U[low, high).
#pragma once

#include "initializers/initializer.h"

namespace nabla {

inline void check_uniform(const InitialShape&, const Options& options) {
  if (!(options.number("low", -0.05) <= options.number("high", 0.05))) {
    options.fail("high", "must not be less than `low`");
  }
}

inline void fill_uniform(std::vector<double>& values, const InitialShape&, const Options& options,
                         RandomStream& random) {
  const double low = options.number("low", -0.05);
  const double high = options.number("high", 0.05);
  for (double& value : values) value = low + (high - low) * random.uniform();
}

}  // namespace nabla
