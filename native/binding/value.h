// JS values ↔ nabla::Value, and typed arrays ↔ spans of numbers. No knowledge of what they mean.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/value.h"

namespace nabla {

// Objects, arrays, typed arrays of floats, strings, numbers, booleans, null. Members that are
// undefined or functions are left out. Throws Error("invalid-network") below 64 levels.
Value to_value(const Napi::Value& value);
Napi::Value to_js(Napi::Env env, const Value& value);

// A Float32Array or Float64Array of exactly `count` elements; TypeError otherwise. `name` is for
// the message. T is float or double.
template <class T>
T* float_array(const Napi::Value& value, std::size_t count, const char* name);

// All elements of a Float32Array or Float64Array; TypeError otherwise.
std::vector<double> to_doubles(const Napi::Value& value, const char* name);

std::vector<std::uint32_t> to_row_numbers(const Napi::Value& value, const char* name);
std::vector<std::string> to_strings(const Napi::Value& value, const char* name);

// A whole number in [0, 2⁵³]; TypeError otherwise.
std::int64_t to_count(const Napi::Value& value, const char* name);

Napi::Float64Array to_float64_array(Napi::Env env, const std::vector<double>& values);

// A new Float32Array or Float64Array.
template <class T>
Napi::TypedArray new_float_array(Napi::Env env, std::size_t count, T*& data);

}  // namespace nabla
