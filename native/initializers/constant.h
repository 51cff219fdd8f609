// w = value; zeros is its special case.
#pragma once

#include <algorithm>

#include "initializers/initializer.h"

namespace nabla {

inline void check_nothing(const InitialShape&, const Options&) {}

inline void fill_zeros(std::vector<double>& values, const InitialShape&, const Options&,
                       RandomStream&) {
  std::fill(values.begin(), values.end(), 0.0);
}

inline void check_constant(const InitialShape&, const Options& options) {
  options.number("value");
}

inline void fill_constant(std::vector<double>& values, const InitialShape&, const Options& options,
                          RandomStream&) {
  std::fill(values.begin(), values.end(), options.number("value"));
}

}  // namespace nabla
