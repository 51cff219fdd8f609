// How a parameter gets its first values. Always computed in float64 and rounded once, so float32
// and float64 networks of one seed agree.
#pragma once

#include <string>
#include <vector>

#include "core/options.h"
#include "core/random.h"
#include "core/value.h"
#include "kernels/types.h"

namespace nabla {

struct InitialShape {
  std::vector<Index> shape;
  Index fan_in;   // inputs that meet in one output
  Index fan_out;  // outputs that one input reaches

  Index count() const {
    Index product = 1;
    for (const Index size : shape) product *= size;
    return product;
  }
};

struct InitializerType {
  const char* name;
  // Throws Error with a pointer when the options do not fit the shape.
  void (*check)(const InitialShape& shape, const Options& options);
  // Row-major.
  void (*fill)(std::vector<double>& values, const InitialShape& shape, const Options& options,
               RandomStream& random);
};

// An initialiser with its options and the fans of the parameter it is for.
struct InitialValue {
  Value options;  // a name or { type, … }
  std::string pointer;
  Index fan_in = 1;
  Index fan_out = 1;

  // Row-major values; `name` of the parameter keys the stream, so that adding a layer does not
  // change the others.
  std::vector<double> draw(const std::vector<Index>& shape, const std::string& name,
                           std::uint64_t seed) const;
  void check(const std::vector<Index>& shape) const;
  // Zeros, or a constant of 0: where a value divides, that is a mistake.
  bool zero() const;
};

// The member `key` of a layer's options, or `fallback` (a type's name).
inline InitialValue initial_value(const Options& layer, const char* key, const char* fallback,
                                  Index fan_in, Index fan_out) {
  const Value* given = layer.find(key);
  return {given != nullptr && !given->is_null() ? *given : Value(fallback), layer.pointer(key),
          fan_in, fan_out};
}

// The same number everywhere.
inline InitialValue constant_value(double value) {
  return {Value(Value::Object{{"type", "constant"}, {"value", value}}), "", 1, 1};
}

}  // namespace nabla
