// A JSON-like value: what the binding turns JS objects into, so that core never sees Node.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nabla {

class Value {
 public:
  using Array = std::vector<Value>;
  using Object =
      std::vector<std::pair<std::string, Value>>;  // insertion order; few keys, so a scan

  Value() = default;
  Value(bool value) : data_(value) {}
  Value(double value) : data_(value) {}
  Value(int value) : data_(static_cast<double>(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_number() const { return std::holds_alternative<double>(data_); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }

  // Preconditions: the value is of the kind asked for.
  bool boolean() const { return std::get<bool>(data_); }
  double number() const { return std::get<double>(data_); }
  const std::string& string() const { return std::get<std::string>(data_); }
  const Array& array() const { return std::get<Array>(data_); }
  const Object& object() const { return std::get<Object>(data_); }

  // The member of that name, or nullptr; nullptr too if this is no object.
  const Value* find(std::string_view key) const {
    const Object* members = std::get_if<Object>(&data_);
    if (members == nullptr) return nullptr;
    for (const auto& [name, value] : *members) {
      if (name == key) return &value;
    }
    return nullptr;
  }

  // Adds or replaces a member. Precondition: this is an object.
  void set(std::string_view key, Value value) {
    for (auto& [name, old] : std::get<Object>(data_)) {
      if (name == key) {
        old = std::move(value);
        return;
      }
    }
    std::get<Object>(data_).emplace_back(std::string(key), std::move(value));
  }

 private:
  std::variant<std::monostate, bool, double, std::string, Array, Object> data_;
};

}  // namespace nabla
