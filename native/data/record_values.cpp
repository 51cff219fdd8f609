// The values of records as one run of bytes that depends on the values alone: neither on the types
// they are stored as nor on the format they came in. A digest of values is made of it.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "data/record_builder.h"

namespace nabla {

// Row after row, column after column, each value in 8 bytes, little-endian:
//   a number, a time as its milliseconds, an element of a vector, a boolean as 0 or 1: the bits of
//   the double an integer: the same where a double holds it exactly, else kWideInteger, then its 8
//   bytes a word: kWord + its length, then its UTF-8 bytes a missing value, and every NaN:
//   kMissingBits
namespace {

constexpr std::uint64_t kWideInteger = 0x7FF9'0000'0000'0000;
constexpr std::uint64_t kWord = 0x7FFA'0000'0000'0000;

template <class Stored>
Stored load(const std::byte* at, std::size_t index = 0) noexcept {
  Stored value;
  std::memcpy(&value, at + index * sizeof value, sizeof value);
  return value;
}

std::uint64_t bits_of(double value) noexcept {
  return std::isnan(value) ? kMissingBits
                           : load<std::uint64_t>(reinterpret_cast<std::byte*>(&value));
}

bool is_exact(std::int64_t value) noexcept {
  const auto rounded = static_cast<double>(value);
  return rounded < 0x1p63 && static_cast<std::int64_t>(rounded) == value;
}

double element_of(const std::byte* slot, FieldType type, std::size_t index) noexcept {
  if (type == FieldType::u8) return load<std::uint8_t>(slot, index);
  if (type == FieldType::f32) return load<float>(slot, index);
  return load<double>(slot, index);
}

}  // namespace

// What of a target is not written yet.
struct RecordBuilder::Room {
  std::byte* at;
  std::byte* end;

  std::size_t size() const noexcept { return static_cast<std::size_t>(end - at); }
  bool put(std::uint64_t bits) noexcept {
    if (size() < sizeof bits) return false;
    std::memcpy(at, &bits, sizeof bits);
    at += sizeof bits;
    return true;
  }
};

std::size_t RecordBuilder::value_width() const noexcept {
  std::size_t width = 0;
  for (const Column& column : columns_) {
    if (column.spec.type != ColumnType::skip) width += column.spec.width;
  }
  return width;
}

std::size_t RecordBuilder::take_values(std::byte* target, std::size_t size) {
  Room room{target, target + size};
  const std::size_t rows = row_.empty() ? 0 : records_.pending() / row_.size();
  for (; cursor_.row < rows; ++cursor_.row) {
    const std::byte* record = records_.first() + cursor_.row * row_.size();
    for (; cursor_.column < columns_.size(); ++cursor_.column) {
      if (!put_values(columns_[cursor_.column], record, room)) {
        return static_cast<std::size_t>(room.at - target);
      }
      cursor_.part = 0;
    }
    cursor_.column = 0;
  }
  return static_cast<std::size_t>(room.at - target);
}

// What cursor_.part has not counted of one column's values in one record. False when the room is
// full.
bool RecordBuilder::put_values(const Column& column, const std::byte* record, Room& room) {
  const std::byte* slot = record + column.offset;
  switch (column.spec.type) {
    case ColumnType::skip:
      return true;
    case ColumnType::number:
    case ColumnType::timestamp:
      return room.put(bits_of(load<double>(slot)));
    case ColumnType::integer:
      return put_integer_value(column, load<std::int64_t>(slot), room);
    case ColumnType::boolean: {
      const auto code = load<std::int64_t>(slot);
      return room.put(code < 0 ? kMissingBits : bits_of(static_cast<double>(code)));
    }
    case ColumnType::vector:
      for (; cursor_.part < column.spec.width; ++cursor_.part) {
        if (!room.put(bits_of(element_of(slot, column.spec.element, cursor_.part)))) return false;
      }
      return true;
    case ColumnType::category:
    case ColumnType::text:
      return put_word(column, load<std::int64_t>(slot), room);
  }
  return true;
}

bool RecordBuilder::put_integer_value(const Column& column, std::int64_t value, Room& room) {
  // Where a column has both, nothing is stored: see ambiguous().
  if (value == kMissingInteger && column.missing > 0) return room.put(kMissingBits);
  if (is_exact(value)) return room.put(bits_of(static_cast<double>(value)));
  if (room.size() < sizeof kWideInteger + sizeof value) return false;
  return room.put(kWideInteger) && room.put(static_cast<std::uint64_t>(value));
}

// cursor_.part: 1 once the length is written, and 1 more for each byte.
bool RecordBuilder::put_word(const Column& column, std::int64_t value, Room& room) {
  if (value < 0) return room.put(kMissingBits);
  const std::string_view word = word_of(column, value);
  if (cursor_.part == 0) {
    if (!room.put(kWord + word.size())) return false;
    cursor_.part = 1;
  }
  const std::string_view rest = word.substr(cursor_.part - 1);
  const std::size_t count = std::min(rest.size(), room.size());
  std::memcpy(room.at, rest.data(), count);
  room.at += count;
  cursor_.part += count;
  return count == rest.size();
}

// Of a value that is not missing; a text must not have been taken yet.
std::string_view RecordBuilder::word_of(const Column& column, std::int64_t value) const {
  if (static_cast<std::size_t>(value) < column.values.size()) {
    return column.values[static_cast<std::size_t>(value)];
  }
  const std::int64_t taken = text_bytes_ - static_cast<std::int64_t>(text_.pending());
  const std::byte* entry = text_.first() + (value - kTextBase - taken);
  const auto length = load<std::uint32_t>(entry);
  return {reinterpret_cast<const char*>(entry) + sizeof length, length};
}

}  // namespace nabla
