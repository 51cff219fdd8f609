// Typed, checked reading of one JSON object of a spec; every fault carries its JSON pointer.
#pragma once

#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/value.h"
#include "kernels/types.h"

namespace nabla {

// Of a layer: the product of two, in FLOPs, still fits an Index.
inline constexpr Index max_width = Index{1} << 30;

class Options {
 public:
  // Where members stand that a macro layer passed on under another name: (new name, old name).
  using Aliases = std::vector<std::pair<std::string, std::string>>;

  // `value` must outlive this and be an object (or null: everything takes its default).
  Options(const Value& value, std::string pointer, Aliases aliases = {})
      : value_(&value), pointer_(std::move(pointer)), aliases_(std::move(aliases)) {
    if (!value.is_object() && !value.is_null()) fail("must be an object");
  }

  const Value& value() const { return *value_; }
  const std::string& pointer() const { return pointer_; }
  std::string pointer(std::string_view key) const {
    for (const auto& [name, old_name] : aliases_) {
      if (name == key) return pointer_ + "/" + old_name;
    }
    return pointer_ + "/" + std::string(key);
  }
  const Value* find(std::string_view key) const { return value_->find(key); }

  [[noreturn]] void fail(const std::string& message) const {
    throw Error("invalid-network", message, pointer_);
  }
  [[noreturn]] void fail(std::string_view key, const std::string& message) const {
    throw Error("invalid-network", "`" + std::string(key) + "` " + message, pointer(key));
  }

  // Finite number; without `fallback` it must be there.
  double number(std::string_view key, std::optional<double> fallback = std::nullopt) const {
    const Value* member = find(key);
    if (member == nullptr && fallback) return *fallback;
    if (member == nullptr || !member->is_number() || !std::isfinite(member->number())) {
      fail(key, "must be a finite number");
    }
    return member->number();
  }

  double positive(std::string_view key, std::optional<double> fallback = std::nullopt) const {
    const double number = this->number(key, fallback);
    if (!(number > 0)) fail(key, "must be greater than 0");
    return number;
  }

  // Integer in [1, max_width].
  Index size(std::string_view key, std::optional<Index> fallback = std::nullopt) const {
    const Value* member = find(key);
    if (member == nullptr && fallback) return *fallback;
    const double number = member != nullptr && member->is_number() ? member->number() : 0;
    if (!(number >= 1 && number <= max_width) || number != std::floor(number)) {
      fail(key, "must be a whole number from 1 to " + std::to_string(max_width));
    }
    return static_cast<Index>(number);
  }

  bool boolean(std::string_view key, bool fallback) const {
    const Value* member = find(key);
    if (member == nullptr) return fallback;
    if (!member->is_bool()) fail(key, "must be true or false");
    return member->boolean();
  }

  std::string string(std::string_view key,
                     std::optional<std::string> fallback = std::nullopt) const {
    const Value* member = find(key);
    if (member == nullptr && fallback) return *fallback;
    if (member == nullptr || !member->is_string()) fail(key, "must be a string");
    return member->string();
  }

  // One of `choices`; the first is the default.
  std::string choice(std::string_view key, std::initializer_list<const char*> choices) const {
    const std::string value = string(key, *choices.begin());
    std::string list;
    for (const char* choice : choices) {
      if (value == choice) return value;
      list += (list.empty() ? "" : ", ") + std::string(choice);
    }
    fail(key, "must be one of " + list);
  }

  // The `type` of a member that is a string or a `{ type, … }` object.
  std::string type(std::string_view key, const char* fallback) const {
    const Value* member = find(key);
    if (member == nullptr || member->is_null()) return fallback;
    if (member->is_string()) return member->string();
    const Value* type = member->find("type");
    if (type == nullptr || !type->is_string()) fail(key, "must have a type");
    return type->string();
  }

 private:
  const Value* value_;
  std::string pointer_;
  Aliases aliases_;
};

}  // namespace nabla
