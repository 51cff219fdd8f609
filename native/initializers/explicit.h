// w = values, nested arrays of the parameter's own shape.
#pragma once

#include "initializers/initializer.h"

namespace nabla {

// Calls visit(number) for each value, row-major. Throws Error("shape-mismatch") unless the nesting
// is exactly `shape`; its pointer is that of `values` as a whole.
template <class Visit>
void visit_explicit(const InitialShape& shape, const Options& options, Visit visit) {
  const std::string pointer = options.pointer("values");
  const auto mismatch = [&](const std::string& what) -> Error {
    std::string sizes;
    for (const Index size : shape.shape) {
      sizes += (sizes.empty() ? "" : "×") + std::to_string(size);
    }
    return {"shape-mismatch", "`values` must be " + sizes + ", but " + what, pointer};
  };
  const auto walk = [&](const auto& self, const Value& value, std::size_t depth) -> void {
    if (depth == shape.shape.size()) {
      if (!value.is_number() || !std::isfinite(value.number())) {
        throw mismatch("a value is not a finite number");
      }
      visit(value.number());
      return;
    }
    const auto expected = static_cast<std::size_t>(shape.shape[depth]);
    if (!value.is_array()) throw mismatch("it is not nested so deep");
    if (value.array().size() != expected) {
      throw mismatch((depth == 0 ? "it has " : "a row has ") +
                     std::to_string(value.array().size()) +
                     (depth == 0 && shape.shape.size() > 1 ? " rows" : " values"));
    }
    for (const Value& item : value.array()) self(self, item, depth + 1);
  };
  static const Value none;
  const Value* values = options.find("values");
  walk(walk, values != nullptr ? *values : none, 0);
}

inline void check_explicit(const InitialShape& shape, const Options& options) {
  visit_explicit(shape, options, [](double) {});
}

inline void fill_explicit(std::vector<double>& values, const InitialShape& shape,
                          const Options& options, RandomStream&) {
  std::size_t i = 0;
  visit_explicit(shape, options, [&](double value) { values[i++] = value; });
}

}  // namespace nabla
