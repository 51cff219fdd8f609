// Encoding records.
#include "training/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/options.h"

namespace nabla {
namespace {

EncodedField parse_field(const Options& options, std::size_t row_bytes) {
  EncodedField field{};
  field.offset = static_cast<std::size_t>(options.number("offset"));
  field.type = field_type(options.string("type"));
  field.count = options.size("count", 1);
  field.one_hot = options.choice("encoding", {"value", "one-hot"}) == "one-hot";
  field.classes = field.one_hot ? options.size("classes") : 0;
  field.shift = options.number("offsetValue", 0);
  field.spread = options.number("spread", 1);
  const Value* fill = options.find("fill");
  field.fill = fill != nullptr && fill->is_number() ? fill->number()
                                                    : std::numeric_limits<double>::quiet_NaN();
  if (field.one_hot && field.count != 1) options.fail("count", "must be 1 for one-hot fields");
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

void Encoder::append(const EncodedField& field) {
  const bool identity =
      !field.one_hot && field.shift == 0 && field.spread == 1 && std::isnan(field.fill);
  Run* last = runs_.empty() ? nullptr : &runs_.back();
  const bool joins =
      last != nullptr && !last->one_hot && !field.one_hot && last->type == field.type &&
      last->identity == identity &&
      last->offset + static_cast<std::size_t>(last->count) * field_size(field.type) == field.offset;
  if (joins) {
    last->count += field.count;
  } else {
    runs_.push_back({field.offset, field.type, field.count, width_, field.one_hot, field.classes,
                     field.fill, identity});
  }
  const auto columns = static_cast<std::size_t>(field.width());
  shift_.insert(shift_.end(), columns, field.one_hot ? 0 : field.shift);
  spread_.insert(spread_.end(), columns, field.one_hot ? 1 : field.spread);
  divisor_.insert(divisor_.end(), columns,
                  field.spread == 0 ? std::numeric_limits<double>::infinity() : field.spread);
  fill_.insert(fill_.end(), columns, field.fill);
  width_ += field.width();
}

bool Encoder::one_hot(Index begin, Index end) const {
  for (const Run& run : runs_) {
    if (run.one_hot && run.column == begin && run.column + run.classes == end) return true;
  }
  return false;
}

template <class T>
void Encoder::encode_values(const Run& run, const std::byte* const* records, Index rows, T* out,
                            Index ld) const {
  const double* shift = shift_.data() + run.column;
  const double* divisor = divisor_.data() + run.column;
  const double* fill = fill_.data() + run.column;
  const std::size_t bytes = static_cast<std::size_t>(run.count) * field_size(run.type);
  with_loader(run.type, [&](auto loader) {
    for (Index r = 0; r < rows; ++r) {
      const std::byte* at = records[r] + run.offset;
      if (r + 2 < rows) prefetch(records[r + 2] + run.offset, bytes);
      T* target = out + r * ld + run.column;
      if (run.identity) {
        copy_values<typename decltype(loader)::Type>(at, run.count, target);
        continue;
      }
      for (Index i = 0; i < run.count; ++i) {
        const double v = loader(at, static_cast<std::size_t>(i));
        const double known = v != v ? fill[i] : v;
        target[i] = static_cast<T>((known - shift[i]) / divisor[i] + 0.0);  // + 0.0: no −0
      }
    }
  });
}

template <class T>
void Encoder::encode_classes(const Run& run, const std::byte* const* records, Index rows, T* out,
                             Index ld) const {
  for (Index r = 0; r < rows; ++r) {
    T* const classes = out + r * ld + run.column;
    std::fill_n(classes, run.classes, T(0));
    const double code = read_field(records[r], {run.offset, run.type});
    const double known = code != code ? run.fill : code;
    if (!(known >= 0 && known < static_cast<double>(run.classes))) continue;
    const auto index = static_cast<Index>(known);
    if (static_cast<double>(index) == known) classes[index] = T(1);
  }
}

template <class T>
void Encoder::encode(const std::byte* const* records, Index rows, T* out, Index ld) const {
  for (const Run& run : runs_) {
    if (run.one_hot) {
      encode_classes(run, records, rows, out, ld);
    } else {
      encode_values(run, records, rows, out, ld);
    }
  }
}

template void Encoder::encode<float>(const std::byte* const*, Index, float*, Index) const;
template void Encoder::encode<double>(const std::byte* const*, Index, double*, Index) const;

}  // namespace nabla
