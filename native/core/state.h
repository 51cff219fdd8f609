// A state on its way out or in, as named arrays of numbers. Whoever has state lists it once, in a
// function `exchange`; the same lines save it and restore it, so nothing can be saved and
// forgotten.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "kernels/types.h"

namespace nabla {

// Row-major. A single number has no dimensions.
struct StateArray {
  std::string name;  // "optimizer.velocity.hidden.weights"
  std::vector<Index> shape;
  std::variant<std::vector<float>, std::vector<double>> values;
};

// Names are unique within a state. Restoring throws Error("invalid-input") where an array is
// missing, of another shape or type, or not a number it can be.
class StateExchange {
 public:
  StateExchange() = default;  // saves
  explicit StateExchange(std::vector<StateArray> given) : restores_(true) {
    for (StateArray& array : given) {
      const std::string name = array.name;
      given_.emplace(name, std::move(array));
    }
  }

  bool restores() const { return restores_; }

  void number(const std::string& name, double& value) {
    std::vector<double> values{value};
    array(name, {}, values);
    value = values[0];
  }
  // From 0 to 2⁵³.
  void number(const std::string& name, std::int64_t& value) {
    auto whole = static_cast<double>(value);
    number(name, whole);
    if (!(whole >= 0 && whole <= 0x1p53) || whole != std::floor(whole)) {
      throw Error("invalid-input", "`" + name + "` of the state is not a count");
    }
    value = static_cast<std::int64_t>(whole);
  }
  void flag(const std::string& name, bool& value) {
    std::int64_t number = value ? 1 : 0;
    this->number(name, number);
    value = number != 0;
  }
  // Of whatever length: a restored one takes that of the state.
  template <class T>
  void list(const std::string& name, std::vector<T>& values) {
    if (restores_) values.resize(size_of(name));
    array(name, {static_cast<Index>(values.size())}, values);
  }
  // `values` has the product of `shape` as its size, and keeps it.
  template <class T>
  void array(const std::string& name, std::vector<Index> shape, std::vector<T>& values) {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
    if (!restores_) {
      saved_.push_back({name, std::move(shape), values});
      return;
    }
    StateArray& from = find(name);
    const auto* stored = std::get_if<std::vector<T>>(&from.values);
    if (stored == nullptr || from.shape != shape || stored->size() != values.size()) {
      throw Error("invalid-input", "`" + name + "` of the state has another shape or type");
    }
    values = *stored;
    given_.erase(name);
  }

  // What was saved.
  std::vector<StateArray> take() { return std::move(saved_); }
  // After restoring: throws when the state holds what nobody asked for.
  void finish() const {
    if (given_.empty()) return;
    throw Error("invalid-input", "the state holds `" + given_.begin()->first +
                                     "`, which this training does not have");
  }

 private:
  StateArray& find(const std::string& name) {
    const auto found = given_.find(name);
    if (found == given_.end()) throw Error("invalid-input", "the state lacks `" + name + "`");
    return found->second;
  }
  std::size_t size_of(const std::string& name) {
    return std::visit([](const auto& values) { return values.size(); }, find(name).values);
  }

  bool restores_ = false;
  std::vector<StateArray> saved_;
  std::unordered_map<std::string, StateArray> given_;
};

}  // namespace nabla
