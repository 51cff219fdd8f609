// Encoding records.
#include "training/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/options.h"

namespace nabla {
namespace {

// Values that go through a step together: they stay in the nearest cache.
constexpr std::size_t kChunk = 64;

Step parse_step(const Value& value, const std::string& pointer) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Options options(value, pointer);
  const std::string type = options.choice("type", {"scale", "clip", "log", "log1p"});
  if (type == "log") return {StepKind::log};
  if (type == "log1p") return {StepKind::log1p};
  if (type == "clip") {
    return {StepKind::clip, options.number("min", -infinity), options.number("max", infinity)};
  }
  return {StepKind::scale, options.number("offset", 0), options.number("spread", 1)};
}

std::vector<std::int32_t> parse_codes(const Options& options) {
  std::vector<std::int32_t> codes;
  const Value* list = options.find("codes");
  if (list == nullptr) return codes;
  if (!list->is_array()) options.fail("codes", "must be a list of whole numbers");
  for (const Value& code : list->array()) {
    const double number = code.is_number() ? code.number() : -2;
    if (!(number >= -1 && number < 1 << 30) || number != std::floor(number)) {
      options.fail("codes", "must be a list of whole numbers from -1");
    }
    codes.push_back(static_cast<std::int32_t>(number));
  }
  return codes;
}

EncodedField parse_field(const Options& options, std::size_t row_bytes) {
  EncodedField field{};
  field.offset = static_cast<std::size_t>(options.number("offset"));
  field.type = field_type(options.string("type"));
  field.count = options.size("count", 1);
  field.one_hot = options.choice("encoding", {"value", "one-hot"}) == "one-hot";
  field.classes = field.one_hot ? options.size("classes") : 0;
  field.codes = parse_codes(options);
  field.steps = parse_steps(options.find("steps"), options.pointer("steps"));
  const Value* fill = options.find("fill");
  field.fill = fill != nullptr && fill->is_number() ? fill->number()
                                                    : std::numeric_limits<double>::quiet_NaN();
  field.indicator = options.boolean("indicator", false);
  if (field.count != 1 && (field.one_hot || field.indicator || !field.codes.empty())) {
    options.fail("count", "must be 1 for categories and for fields with an indicator");
  }
  const std::size_t bytes = static_cast<std::size_t>(field.count) * field_size(field.type);
  if (field.offset > row_bytes || bytes > row_bytes - field.offset) {
    options.fail("offset", "reaches past the end of the record");
  }
  return field;
}

// Rows lie anywhere in the file, and nothing but this tells the processor where the next one is.
void prefetch(const std::byte* at, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(at + i);
}

// target[i] = value i of a run, NaN for what is missing.
template <class Stored, class T>
void copy_values(const std::byte* at, Index count, T* target) {
  for (Index i = 0; i < count; ++i) {
    if constexpr (std::is_floating_point_v<Stored>) {
      // As load_value, but not by way of float64, so that whole vectors are copied at once.
      Stored value;
      std::memcpy(&value, at + static_cast<std::size_t>(i) * sizeof value, sizeof value);
      constexpr Stored none = std::numeric_limits<Stored>::quiet_NaN();
      target[i] = static_cast<T>(value - value == 0 ? value : none);
    } else {
      target[i] = static_cast<T>(load_value<Stored>(at, static_cast<std::size_t>(i)));
    }
  }
}

}  // namespace

std::vector<Step> parse_steps(const Value* value, const std::string& pointer) {
  std::vector<Step> steps;
  if (value == nullptr || value->is_null()) return steps;
  if (!value->is_array()) throw Error("invalid-input", "must be a list of steps", pointer);
  for (const Value& step : value->array()) {
    steps.push_back(parse_step(step, pointer + "/" + std::to_string(steps.size())));
  }
  return steps;
}

std::vector<EncodedField> parse_fields(const Value& value, std::size_t row_bytes,
                                       const std::string& pointer) {
  if (!value.is_array()) throw Error("invalid-input", "must be a list of fields", pointer);
  std::vector<EncodedField> fields;
  for (const Value& field : value.array()) {
    const Options options(field, pointer + "/" + std::to_string(fields.size()));
    fields.push_back(parse_field(options, row_bytes));
  }
  return fields;
}

Encoder::Encoder(const std::vector<EncodedField>& fields) {
  for (const EncodedField& field : fields) append(field);
}

// Whether columns of `next` may be made in one go with those of `last`.
bool Encoder::joins(const Run& last, const Run& next) {
  return last.kind == next.kind && last.type == next.type && last.steps == next.steps &&
         (next.kind == Kind::copy || next.kind == Kind::values) &&
         last.offset + static_cast<std::size_t>(last.count) * field_size(last.type) == next.offset;
}

void Encoder::append(const EncodedField& field) {
  Run run{};
  run.offset = field.offset;
  run.type = field.type;
  run.count = field.one_hot ? field.classes : field.count;
  run.column = width_;
  run.codes = field.codes;
  run.fill = field.fill;
  const bool plain = field.steps.empty() && std::isnan(field.fill);
  run.kind = field.one_hot          ? Kind::units
             : !field.codes.empty() ? Kind::ranks
             : plain                ? Kind::copy
                                    : Kind::values;
  for (const Step& step : field.steps) run.steps.push_back(step.kind);
  if (runs_.empty() || !joins(runs_.back(), run)) {
    run.a.resize(run.steps.size());
    run.b.resize(run.steps.size());
    runs_.push_back(run);
  } else {
    runs_.back().count += run.count;
  }
  const auto columns = static_cast<std::size_t>(run.count);
  for (std::size_t s = 0; s < field.steps.size(); ++s) {
    runs_.back().a[s].insert(runs_.back().a[s].end(), columns, field.steps[s].a);
    runs_.back().b[s].insert(runs_.back().b[s].end(), columns, step_operand(field.steps[s]));
  }
  runs_.back().fills.insert(runs_.back().fills.end(), columns, field.fill);
  steps_.insert(steps_.end(), columns, field.one_hot ? std::vector<Step>{} : field.steps);
  width_ += run.count;
  if (!field.indicator) return;
  runs_.push_back({Kind::missing, field.offset, field.type, 1, width_, {}, 0, {}, {}, {}, {}});
  steps_.emplace_back();
  ++width_;
}

bool Encoder::one_hot(Index begin, Index end) const {
  for (const Run& run : runs_) {
    if (run.kind == Kind::units && run.column == begin && run.column + run.count == end)
      return true;
  }
  return false;
}

// Where several values lie side by side, the steps go over the columns of a record.
template <class T>
void Encoder::encode_values(const Run& run, const std::byte* const* records, Index rows, T* out,
                            Index ld) const {
  const std::size_t bytes = static_cast<std::size_t>(run.count) * field_size(run.type);
  with_loader(run.type, [&](auto loader) {
    if (run.count == 1) return encode_column(run, records, rows, out, ld, loader);
    std::array<double, kChunk> values;
    for (Index r = 0; r < rows; ++r) {
      const std::byte* at = records[r] + run.offset;
      if (r + 2 < rows) prefetch(records[r + 2] + run.offset, bytes);
      T* const target = out + r * ld + run.column;
      for (std::size_t first = 0; first < static_cast<std::size_t>(run.count); first += kChunk) {
        const std::size_t count = std::min(kChunk, static_cast<std::size_t>(run.count) - first);
        const double* fill = run.fills.data() + first;
        for (std::size_t i = 0; i < count; ++i) {
          const double v = loader(at, first + i);
          values[i] = v != v ? fill[i] : v;
        }
        for (std::size_t s = 0; s < run.steps.size(); ++s) {
          apply_step<true>(run.steps[s], run.a[s].data() + first, run.b[s].data() + first,
                           values.data(), count);
        }
        for (std::size_t i = 0; i < count; ++i) target[first + i] = static_cast<T>(values[i]);
      }
    }
  });
}

// A column alone: the steps go over its rows. `load` gives value 0 of a field, NaN for none.
template <class T, class Load>
void Encoder::encode_column(const Run& run, const std::byte* const* records, Index rows, T* out,
                            Index ld, Load load) const {
  std::array<double, kChunk> values;
  for (Index first = 0; first < rows; first += static_cast<Index>(kChunk)) {
    const auto count = std::min(kChunk, static_cast<std::size_t>(rows - first));
    for (std::size_t i = 0; i < count; ++i) {
      const double v = load(records[first + static_cast<Index>(i)] + run.offset, 0);
      values[i] = v != v ? run.fill : v;
    }
    for (std::size_t s = 0; s < run.steps.size(); ++s) {
      apply_step<false>(run.steps[s], run.a[s].data(), run.b[s].data(), values.data(), count);
    }
    T* target = out + first * ld + run.column;
    for (std::size_t i = 0; i < count; ++i, target += ld) *target = static_cast<T>(values[i]);
  }
}

// What the code of a category stands for; NaN where it is missing.
double Encoder::meaning(const Run& run, const std::byte* at) {
  const double code = read_field(at, {0, run.type});
  if (run.codes.empty() || code != code) return code;
  const bool known = code >= 0 && code < static_cast<double>(run.codes.size());
  return known ? run.codes[static_cast<std::size_t>(code)] : -1;
}

template <class T>
void Encoder::encode_units(const Run& run, const std::byte* const* records, Index rows, T* out,
                           Index ld) const {
  for (Index r = 0; r < rows; ++r) {
    T* const units = out + r * ld + run.column;
    std::fill_n(units, run.count, T(0));
    const double unit = meaning(run, records[r] + run.offset);
    const double known = unit != unit ? run.fill : unit;
    if (!(known >= 0 && known < static_cast<double>(run.count))) continue;
    const auto index = static_cast<Index>(known);
    if (static_cast<double>(index) == known) units[index] = T(1);
  }
}

template <class T>
void Encoder::encode(const std::byte* const* records, Index rows, T* out, Index ld) const {
  for (const Run& run : runs_) {
    switch (run.kind) {
      case Kind::copy:
        with_loader(run.type, [&](auto loader) {
          const std::size_t bytes = static_cast<std::size_t>(run.count) * field_size(run.type);
          for (Index r = 0; r < rows; ++r) {
            if (r + 2 < rows) prefetch(records[r + 2] + run.offset, bytes);
            copy_values<typename decltype(loader)::Type>(records[r] + run.offset, run.count,
                                                         out + r * ld + run.column);
          }
        });
        break;
      case Kind::values:
        encode_values(run, records, rows, out, ld);
        break;
      case Kind::ranks:
        encode_column(run, records, rows, out, ld,
                      [&](const std::byte* at, std::size_t) { return meaning(run, at); });
        break;
      case Kind::units:
        encode_units(run, records, rows, out, ld);
        break;
      case Kind::missing:
        for (Index r = 0; r < rows; ++r) {
          const double value = read_field(records[r] + run.offset, {0, run.type});
          out[r * ld + run.column] = value != value ? T(1) : T(0);
        }
        break;
    }
  }
}

template void Encoder::encode<float>(const std::byte* const*, Index, float*, Index) const;
template void Encoder::encode<double>(const std::byte* const*, Index, double*, Index) const;

}  // namespace nabla
