// CSV bytes, in any pieces, into records: finds the delimiter, reads the header, infers the
// columns' types from the first rows, then parses every row once. Holds at most the sample or one
// record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/csv_scanner.h"
#include "data/record_builder.h"

namespace nabla {

struct CsvOptions {
  char delimiter = '\0';  // 0: whichever of , ; tab | the header has most of
  std::vector<std::pair<std::string, ColumnType>> types;  // columns whose type is given
  std::vector<std::string>
      only;  // columns that must be there; others are skipped. Empty: all count
  std::size_t max_columns = 100'000;
  std::size_t max_record_bytes = std::size_t{16} << 20;
  std::uint64_t max_rows = 0xFFFF'FFFF;
  std::size_t max_faults = 20;
  bool skip_rows = false;  // rows with a fault are left out instead of refusing the input
};

// Row 0 is the header, row 1 the first below it. `column` is empty where none is to blame.
struct CsvFault {
  std::uint64_t row;
  std::string column;
  std::string detail;
};

// What is wrong with `name` as a column's name ("has no name"), or null. The same for every format.
const char* column_name_flaw(std::string_view name);

// The rules a user meets:
// - The first line names the columns: each once, none empty, none a number like 5.1.
// - A cell without quotes loses spaces and tabs at its ends; an empty cell is a missing value.
// - A column is a number column when at least half of its cells in the sample (the first 1,000 rows
//   of the first 256 KiB, without empty cells and words such as NA) are numbers, counting NaN,
//   Infinity and hexadecimal as meant to be; so is a column with no value in the sample. Any other
//   is a category, which turns into text past RecordBuilder's limits. Given types come first.
// - Where the whole sample is integers and one lies beyond 2⁵³, it is an integer column, which
// keeps
//   64 bits; where it is the words true and false, a boolean column;
//   where it is dates and times as parse_timestamp() reads them, a timestamp column.
// - Every value of a number column is a decimal number; anything else is a fault.
// - Every row has a cell for each column. Blank lines at the end are nothing.
class CsvReader {
 public:
  explicit CsvReader(CsvOptions options);

  // The next bytes. False when reading on makes no sense: see faults().
  bool push(const char* bytes, std::size_t count);
  // The end of the input. True when it was read without a fault.
  bool finish();

  // At most options.max_faults. Any means that nothing of the input should be stored, or with
  // skip_rows why rows were left out (unless finish() says otherwise).
  const std::vector<CsvFault>& faults() const noexcept { return faults_; }
  // Rows left out.
  std::uint64_t skipped() const noexcept { return skipped_; }
  // Null until the header and sample are read.
  RecordBuilder* records() noexcept { return records_ ? &*records_ : nullptr; }
  char delimiter() const noexcept { return options_.delimiter; }

 private:
  struct Votes;
  bool start(bool at_end);
  bool detect_encoding();
  bool read_header(const CsvScanner& scanner);
  std::optional<std::vector<ColumnSpec>> infer(std::size_t header_bytes, char delimiter,
                                               bool at_end);
  void parse(bool at_end);
  void end_of_record(std::size_t size);
  void row();
  void blank_row();
  void cell(std::size_t column, const CsvCell& cell);
  void number(std::size_t column, std::string_view text);
  void integer(std::size_t column, std::string_view text);
  void boolean(std::size_t column, std::string_view text);
  void timestamp(std::size_t column, std::string_view text);
  void flaw(CsvFlaw flaw, std::size_t column);
  void fault(std::size_t column, std::string detail);
  void fault_in(std::uint64_t row, std::string column, std::string detail);
  void refuse(std::uint64_t row, std::size_t column, std::string detail);
  void end_row();
  std::string_view content(const CsvCell& cell, std::string& scratch) const;

  CsvOptions options_;
  std::vector<std::string> names_;
  std::optional<RecordBuilder> records_;
  std::optional<CsvScanner> scanner_;
  std::vector<char> buffer_;
  std::size_t record_ = 0;         // where in buffer_ the current record begins
  std::size_t sample_bytes_;       // types are inferred once buffer_ holds so much
  std::uint64_t row_ = 0;          // rows begun
  std::uint64_t line_ = 1;         // line the current record begins on
  std::uint64_t blank_ = 0;        // blank lines since the last record that was none
  std::uint64_t since_fault_ = 0;  // bytes read since the first fault
  std::uint64_t skipped_ = 0;
  bool stopped_ = false;
  bool refused_ = false;  // by a fault that is not of one row
  bool sound_ = true;     // no fault in this row so far
  bool dry_ = false;      // cells are checked, not stored
  std::string scratch_;
  std::vector<CsvFault> faults_;
};

}  // namespace nabla
