// Builds a data set's records row by row, with one-pass statistics of each column. Every format
// ends here, so the same values give the same bytes. Reads and writes no files: the caller takes
// finished bytes away and stores them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/column_statistics.h"
#include "data/record_file.h"

namespace nabla {

enum class ColumnType { number, integer, boolean, timestamp, category, text, vector, skip };

// Every stored column takes a slot of the record, in column order, of 8 bytes; a vector's is as
// many as its values need, rounded up to a multiple of 8:
//   number    f64; missing = the bits kMissingBits
//   timestamp f64 milliseconds since 1970-01-01T00:00:00Z; missing as of a number
//   integer   i64; missing = kMissingInteger, which is a value where the column misses none
//   boolean   i32 0 or 1, sign-extended to the slot; missing = −1
//   category  i32 code = position in categories(), in order of first appearance, sign-extended to
//             the slot; missing = −1
//   text      i64: a value below first_values().size() is a position in that list, any other v is
//             the entry at byte v − kTextBase of the text file (u32 length, then UTF-8); missing =
//             −1
//   vector    `width` values of type `element`, side by side
// skip columns are checked for shape only and not stored.
inline constexpr std::size_t kSlotBytes = 8;
inline constexpr std::int64_t kTextBase = 1024;

// A column not declared a category stays one up to here; then it is text. Values longer than
// kCategoryBytes are no names of classes either.
inline constexpr std::size_t kInferredCategories = 1024;
inline constexpr std::size_t kDeclaredCategories = 65536;
inline constexpr std::size_t kCategoryBytes = 256;
static_assert(kInferredCategories <= static_cast<std::size_t>(kTextBase));

struct ColumnSpec {
  std::string name;
  ColumnType type;
  bool declared;                       // by the user: a category then never turns into text
  FieldType element = FieldType::f64;  // of a vector
  std::size_t width = 1;
};

// Values of one column over some rows, as a reader of columns has them.
struct ColumnBlock {
  FieldType type;           // f64 for numbers and timestamps, i64 integers, u8 booleans, i32 codes
  const std::byte* values;  // of a vector column: rows × width of its element type
  const std::uint8_t* present;     // a byte for each row, 0 = missing; null = none is
  std::vector<std::string> names;  // what the codes of a category or text column mean
};

class RecordBuilder {
 public:
  explicit RecordBuilder(std::vector<ColumnSpec> columns);

  // One value of the current row, each column once; text is valid UTF-8. A number that is not
  // finite is kept and counted as missing.
  void number(std::size_t column, double value) noexcept;
  void integer(std::size_t column, std::int64_t value) noexcept;
  void boolean(std::size_t column, bool value) noexcept;
  void vector(std::size_t column, const double* values) noexcept;  // width of them
  // False when a declared category column has too many values, or too long a one.
  [[nodiscard]] bool text(std::size_t column, std::string_view value);
  // What text() would answer.
  bool accepts(std::size_t column, std::string_view value) const;
  void missing(std::size_t column) noexcept;
  void end_row();

  struct Place {
    std::size_t row, column;
  };
  // `rows` whole rows, a block for each column. The place of a value that a declared category
  // refuses or that misses in a vector of integers, which has no bits for it; nothing should be
  // stored then.
  std::optional<Place> append(const std::vector<ColumnBlock>& blocks, std::size_t rows);

  std::size_t columns() const noexcept { return columns_.size(); }
  const ColumnSpec& spec(std::size_t column) const { return columns_[column].spec; }
  // Byte offset of the column's slot; skip columns have none.
  std::size_t offset(std::size_t column) const { return columns_[column].offset; }
  std::size_t row_bytes() const noexcept { return row_.size(); }
  std::uint64_t rows() const noexcept { return rows_; }
  std::uint64_t missing_count(std::size_t column) const { return columns_[column].missing; }
  // So far: all of them of number, timestamp, integer and vector columns, of text the distinct
  // values alone.
  ColumnFigures figures(std::size_t column);
  // Of the values present of an integer column.
  std::int64_t least(std::size_t column) const { return columns_[column].least; }
  std::int64_t greatest(std::size_t column) const { return columns_[column].greatest; }
  // Whether an integer column holds both a missing value and the integer that would stand for it.
  bool ambiguous(std::size_t column) const {
    return columns_[column].missing > 0 && columns_[column].least == kMissingInteger;
  }
  // Names in code order and how often each came; of a text column the values before it turned text.
  const std::vector<std::string>& categories(std::size_t column) const {
    return columns_[column].values;
  }
  const std::vector<std::uint64_t>& category_counts(std::size_t column) const {
    return columns_[column].counts;
  }

  // Values of the records that are not taken yet, in the form record_values.cpp tells: up to `size`
  // bytes of it (at least 16), going on where the last call ended; 0 at the end. Call it until then
  // before any record or text is taken.
  std::size_t take_values(std::byte* target, std::size_t size);
  // Values in a row, as take_values() counts them.
  std::size_t value_width() const noexcept;

  // Finished bytes not taken yet, and the taking of up to `size` of them.
  std::size_t pending_records() const noexcept { return records_.pending(); }
  std::size_t pending_text() const noexcept { return text_.pending(); }
  std::size_t take_records(std::byte* target, std::size_t size);
  std::size_t take_text(std::byte* target, std::size_t size);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept {
      return std::hash<std::string_view>{}(s);
    }
  };
  struct Column {
    ColumnSpec spec;
    std::size_t offset = 0;
    std::uint64_t missing = 0;
    std::unique_ptr<NumberStatistics> numbers;  // of numbers, times, integers, vectors of floats
    std::unique_ptr<ByteStatistics> bytes;      // of vectors of u8
    std::unique_ptr<DistinctCounter> texts;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t greatest = std::numeric_limits<std::int64_t>::min();
    std::vector<std::string> values;
    std::vector<std::uint64_t> counts;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> codes;
  };
  class Queue {
   public:
    void append(const void* bytes, std::size_t size);
    std::byte* extend(std::size_t size);
    std::size_t pending() const noexcept { return bytes_.size() - taken_; }
    const std::byte* first() const noexcept { return bytes_.data() + taken_; }
    std::size_t take(std::byte* target, std::size_t size);

   private:
    std::vector<std::byte> bytes_;
    std::size_t taken_ = 0;
  };

  std::byte* slot(const Column& column) noexcept { return row_.data() + column.offset; }
  static void put_missing(Column& column, std::byte* slot) noexcept;
  static void put_number(Column& column, std::byte* slot, double value) noexcept;
  static void put_integer(Column& column, std::byte* slot, std::int64_t value) noexcept;
  static void put_boolean(Column& column, std::byte* slot, bool value) noexcept;
  static void put_vector(Column& column, std::byte* slot, const std::byte* values) noexcept;
  bool put_text(Column& column, std::byte* slot, std::string_view value);
  bool put(Column& column, std::byte* slot, const ColumnBlock& block, std::size_t row);
  std::int64_t store_text(std::string_view value);
  struct Room;
  bool put_values(const Column& column, const std::byte* record, Room& room);
  bool put_integer_value(const Column& column, std::int64_t value, Room& room);
  bool put_word(const Column& column, std::int64_t value, Room& room);
  std::string_view word_of(const Column& column, std::int64_t value) const;

  std::vector<Column> columns_;
  std::vector<std::byte> row_;
  std::uint64_t rows_ = 0;
  std::int64_t text_bytes_ = 0;  // ever appended to text_
  Queue records_;
  Queue text_;
  // Where take_values() goes on, in pending records.
  struct Cursor {
    std::size_t row = 0;
    std::size_t column = 0;
    std::size_t part = 0;  // of a column's values
  } cursor_;
};

}  // namespace nabla
