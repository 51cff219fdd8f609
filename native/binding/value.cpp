// Conversions between JS and C++ values.
#include "binding/value.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/error.h"

namespace nabla {
namespace {

constexpr int kMaxDepth = 64;

template <class T>
constexpr napi_typedarray_type array_type =
    std::is_same_v<T, float> ? napi_float32_array : napi_float64_array;

[[noreturn]] void refuse(Napi::Env env, const char* name, const char* what) {
  throw Napi::TypeError::New(env, std::string(name) + " must be " + what);
}

template <class T>
Value::Array numbers(const Napi::TypedArrayOf<T>& array) {
  return Value::Array(array.Data(), array.Data() + array.ElementLength());
}

Value convert(const Napi::Value& value, int depth);

Value convert_object(const Napi::Object& object, int depth) {
  Value::Object members;
  const Napi::Array keys = object.GetPropertyNames();
  for (std::uint32_t i = 0; i < keys.Length(); ++i) {
    const Napi::Value key = keys[i], member = object.Get(key);
    if (member.IsUndefined() || member.IsFunction()) continue;
    members.emplace_back(key.ToString().Utf8Value(), convert(member, depth + 1));
  }
  return Value(std::move(members));
}

Value convert(const Napi::Value& value, int depth) {
  if (depth > kMaxDepth) throw Error("invalid-network", "is nested too deep");
  if (value.IsBoolean()) return Value(value.As<Napi::Boolean>().Value());
  if (value.IsNumber()) return Value(value.As<Napi::Number>().DoubleValue());
  if (value.IsString()) return Value(value.As<Napi::String>().Utf8Value());
  if (value.IsTypedArray()) {
    const auto array = value.As<Napi::TypedArray>();
    if (array.TypedArrayType() == napi_float32_array)
      return Value(numbers(value.As<Napi::Float32Array>()));
    if (array.TypedArrayType() == napi_float64_array)
      return Value(numbers(value.As<Napi::Float64Array>()));
    refuse(value.Env(), "an array", "of floats");
  }
  if (value.IsArray()) {
    const auto array = value.As<Napi::Array>();
    Value::Array items;
    items.reserve(array.Length());
    for (std::uint32_t i = 0; i < array.Length(); ++i) {
      const Napi::HandleScope scope(value.Env());
      items.push_back(convert(array[i], depth + 1));
    }
    return Value(std::move(items));
  }
  if (value.IsObject()) return convert_object(value.As<Napi::Object>(), depth);
  return {};
}

}  // namespace

Value to_value(const Napi::Value& value) {
  return convert(value, 0);
}

Napi::Value to_js(Napi::Env env, const Value& value) {
  if (value.is_bool()) return Napi::Boolean::New(env, value.boolean());
  if (value.is_number()) return Napi::Number::New(env, value.number());
  if (value.is_string()) return Napi::String::New(env, value.string());
  if (value.is_array()) {
    Napi::Array array = Napi::Array::New(env, value.array().size());
    std::uint32_t i = 0;
    for (const Value& item : value.array()) array.Set(i++, to_js(env, item));
    return array;
  }
  if (value.is_object()) {
    Napi::Object object = Napi::Object::New(env);
    for (const auto& [name, member] : value.object()) object.Set(name, to_js(env, member));
    return object;
  }
  return env.Null();
}

template <class T>
T* float_array(const Napi::Value& value, std::size_t count, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != array_type<T>) {
    refuse(value.Env(), name, std::is_same_v<T, float> ? "a Float32Array" : "a Float64Array");
  }
  auto array = value.As<Napi::TypedArrayOf<T>>();
  if (array.ElementLength() != count) {
    refuse(
        value.Env(), name,
        ("of " + std::to_string(count) + " elements, not " + std::to_string(array.ElementLength()))
            .c_str());
  }
  return array.Data();
}

std::vector<double> to_doubles(const Napi::Value& value, const char* name) {
  if (value.IsTypedArray()) {
    const auto type = value.As<Napi::TypedArray>().TypedArrayType();
    if (type == napi_float64_array) {
      const auto array = value.As<Napi::Float64Array>();
      return {array.Data(), array.Data() + array.ElementLength()};
    }
    if (type == napi_float32_array) {
      const auto array = value.As<Napi::Float32Array>();
      return {array.Data(), array.Data() + array.ElementLength()};
    }
  }
  refuse(value.Env(), name, "a Float32Array or Float64Array");
}

std::vector<std::uint32_t> to_row_numbers(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
    refuse(value.Env(), name, "a Uint32Array");
  }
  const auto array = value.As<Napi::Uint32Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

std::vector<std::string> to_strings(const Napi::Value& value, const char* name) {
  if (!value.IsArray()) refuse(value.Env(), name, "an array of strings");
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> strings;
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value item = array[i];
    if (!item.IsString()) refuse(value.Env(), name, "an array of strings");
    strings.push_back(item.As<Napi::String>().Utf8Value());
  }
  return strings;
}

std::int64_t to_count(const Napi::Value& value, const char* name) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= 0x1p53) || number != std::floor(number)) {
    refuse(value.Env(), name, "a whole number of at least 0");
  }
  return static_cast<std::int64_t>(number);
}

Napi::Float64Array to_float64_array(Napi::Env env, const std::vector<double>& values) {
  Napi::Float64Array array = Napi::Float64Array::New(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

template <class T>
Napi::TypedArray new_float_array(Napi::Env env, std::size_t count, T*& data) {
  Napi::TypedArrayOf<T> array = Napi::TypedArrayOf<T>::New(env, count);
  data = array.Data();
  return array;
}

template float* float_array<float>(const Napi::Value&, std::size_t, const char*);
template double* float_array<double>(const Napi::Value&, std::size_t, const char*);
template Napi::TypedArray new_float_array<float>(Napi::Env, std::size_t, float*&);
template Napi::TypedArray new_float_array<double>(Napi::Env, std::size_t, double*&);

}  // namespace nabla
