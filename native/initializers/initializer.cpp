// Looking up an initialiser and running it.
#include "initializers/initializer.h"

#include "initializers/list.h"

namespace nabla {
namespace {

Options read(const InitialValue& initial) {
  static const Value none;
  return Options(initial.options.is_object() ? initial.options : none, initial.pointer);
}

const InitializerType& find(const InitialValue& initial) {
  const Value* type = initial.options.is_string() ? &initial.options : initial.options.find("type");
  if (type != nullptr && type->is_string()) {
    for (const InitializerType& candidate : initializer_types) {
      if (type->string() == candidate.name) return candidate;
    }
    throw Error("unknown-type", "no initialiser is called `" + type->string() + "`",
                initial.pointer);
  }
  throw Error("invalid-network", "must name an initialiser", initial.pointer);
}

}  // namespace

void InitialValue::check(const std::vector<Index>& shape) const {
  find(*this).check({shape, fan_in, fan_out}, read(*this));
}

bool InitialValue::zero() const {
  const std::string_view name = find(*this).name;
  return name == "zeros" || (name == "constant" && read(*this).number("value") == 0);
}

std::vector<double> InitialValue::draw(const std::vector<Index>& shape, const std::string& name,
                                       std::uint64_t seed) const {
  const InitialShape initial{shape, fan_in, fan_out};
  std::vector<double> values(static_cast<std::size_t>(initial.count()));
  RandomStream random(seed, stream_of("initial", name));
  find(*this).fill(values, initial, read(*this), random);
  return values;
}

}  // namespace nabla
