// A data set's rows on disk: fixed-size records, mapped read-only. Knows where a field lies in a
// record and how a missing value is written; knows nothing of column names, parsing or training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>

namespace nabla {

// Little-endian on disk, as on every platform nabla builds for.
enum class FieldType { f64, f32, u8, i32, i64 };

// What stands for a missing value where every bit pattern is a value: the bytes of the least i64,
// and a quiet NaN whose payload no arithmetic makes, so that a NaN in a file stays told apart from
// none.
inline constexpr std::int64_t kMissingInteger = std::numeric_limits<std::int64_t>::min();
inline constexpr std::uint64_t kMissingBits = 0x7FF8'0000'0000'07A2;
inline constexpr std::uint32_t kMissingBits32 = 0x7FC0'07A2;

struct FieldRef {
  std::size_t offset;  // bytes from the start of the record
  FieldType type;
  std::size_t count = 1;  // values side by side: more than one in a vector
};

std::size_t field_size(FieldType type);

// "f64", "f32", "u8", "i32", "i64"; throws Error("invalid-input") otherwise.
FieldType field_type(const std::string& name);

// Value `index` of a run of one type. Missing values (NaN; code −1 of an i32; kMissingInteger) come
// out as NaN; so do infinities, which no column can be trained on.
template <class Stored>
inline double load_value(const std::byte* at, std::size_t index) noexcept {
  Stored value;
  std::memcpy(&value, at + index * sizeof value, sizeof value);
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if constexpr (std::is_same_v<Stored, std::int32_t>) return value < 0 ? none : value;
  if constexpr (std::is_same_v<Stored, std::int64_t>) {
    return value == kMissingInteger ? none : static_cast<double>(value);
  }
  if constexpr (std::is_floating_point_v<Stored>) return value - value == 0 ? value : none;
  return static_cast<double>(value);
}

template <class Stored>
struct Loader {
  using Type = Stored;
  double operator()(const std::byte* at, std::size_t index) const noexcept {
    return load_value<Stored>(at, index);
  }
};

// Calls visit with the Loader of the type, so that its loop is compiled for that type alone.
template <class Visit>
inline void with_loader(FieldType type, Visit visit) {
  switch (type) {
    case FieldType::f64:
      return visit(Loader<double>{});
    case FieldType::f32:
      return visit(Loader<float>{});
    case FieldType::u8:
      return visit(Loader<std::uint8_t>{});
    case FieldType::i32:
      return visit(Loader<std::int32_t>{});
    case FieldType::i64:
      return visit(Loader<std::int64_t>{});
  }
}

// The first value of a field.
inline double read_field(const std::byte* record, FieldRef field) noexcept {
  double value = 0;
  with_loader(field.type, [&](auto load) { value = load(record + field.offset, 0); });
  return value;
}

// The file must not change while it is mapped: data sets are immutable, so it does not.
class RecordFile {
 public:
  // Maps `path`. Throws Error("io") when it cannot be opened or its size is not a
  // whole number of records, Error("invalid-input") when row_bytes is 0.
  RecordFile(const std::string& path, std::size_t row_bytes);
  ~RecordFile();
  RecordFile(RecordFile&& other) noexcept;
  RecordFile& operator=(RecordFile&& other) noexcept;
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;

  std::size_t rows() const noexcept { return rows_; }
  std::size_t row_bytes() const noexcept { return row_bytes_; }
  // index < rows(), not checked: callers check a whole list of rows once.
  const std::byte* row(std::size_t index) const noexcept { return data_ + index * row_bytes_; }

 private:
  const std::byte* data_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t row_bytes_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace nabla
