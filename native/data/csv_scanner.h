// Splits CSV bytes into records and cells by RFC 4180, resuming wherever the input was cut. Knows
// nothing of types, headers or values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nabla {

enum class CsvFlaw : std::uint8_t {
  none,
  stray_quote,      // a quote inside a cell that does not begin with one
  after_quote,      // a closing quote followed by more than a delimiter or the end of the line
  unclosed_quote,   // the input ended inside quotes
  carriage_return,  // a carriage return without a line feed
  zero_byte,
};

// Positions are bytes from the start of the record. A quoted cell's exclude its quotes.
struct CsvCell {
  std::size_t begin;
  std::size_t end;
  bool quoted;
  bool doubled;  // holds doubled quotes
};

class CsvScanner {
 public:
  explicit CsvScanner(char delimiter);

  // Begins a new record; the caller drops the bytes of the one before.
  void restart() noexcept;
  // Scans data[position(), size), data[0] being the record's first byte. True when the record is
  // complete: cells() holds it and position() is the byte after its line end. False: needs more
  // bytes; call again with the same record, longer.
  bool scan(const char* data, std::size_t size);
  // The input ends at `size`: completes the last record. False when there is none.
  bool finish(std::size_t size);

  const std::vector<CsvCell>& cells() const noexcept { return cells_; }
  std::size_t position() const noexcept { return at_; }
  // The first flaw of the record and the cell (0-based) it is in.
  CsvFlaw flaw() const noexcept { return flaw_; }
  std::size_t flaw_cell() const noexcept { return flaw_cell_; }
  // Line feeds inside quoted cells of this record.
  std::size_t inner_lines() const noexcept { return inner_lines_; }
  // In quotes that may never close: the cell (0-based) they opened in is cells().size().
  bool in_quotes() const noexcept { return state_ == State::quoted; }

 private:
  enum class State : std::uint8_t { cell_start, plain, carriage_return, quoted, closing_quote };

  void close_cell(std::size_t end);
  void note(CsvFlaw flaw) noexcept;
  bool plain(const char* data, std::size_t size);
  bool closing_quote(char next);
  void quoted(const char* data, std::size_t size);

  char delimiter_;
  std::array<bool, 256> stops_{};  // bytes that end a run of plain cell text
  State state_ = State::cell_start;
  std::size_t at_ = 0;
  std::size_t cell_begin_ = 0;
  std::size_t cell_end_ = 0;  // while a carriage return waits for its line feed
  bool cell_quoted_ = false;
  bool cell_doubled_ = false;
  CsvFlaw flaw_ = CsvFlaw::none;
  std::size_t flaw_cell_ = 0;
  std::size_t inner_lines_ = 0;
  std::vector<CsvCell> cells_;
};

}  // namespace nabla
