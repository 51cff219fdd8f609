// The CSV state machine: one step per special byte, a tight loop over the text between.
#include "data/csv_scanner.h"

namespace nabla {

CsvScanner::CsvScanner(char delimiter) : delimiter_(delimiter) {
  for (const char c : {delimiter, '"', '\n', '\r', '\0'})
    stops_[static_cast<unsigned char>(c)] = true;
}

void CsvScanner::restart() noexcept {
  state_ = State::cell_start;
  at_ = cell_begin_ = 0;
  cell_quoted_ = cell_doubled_ = false;
  flaw_ = CsvFlaw::none;
  inner_lines_ = 0;
  cells_.clear();
}

void CsvScanner::note(CsvFlaw flaw) noexcept {
  if (flaw_ != CsvFlaw::none) return;
  flaw_ = flaw;
  flaw_cell_ = cells_.size();
}

void CsvScanner::close_cell(std::size_t end) {
  cells_.push_back({cell_begin_, end, cell_quoted_, cell_doubled_});
  cell_quoted_ = cell_doubled_ = false;
}

bool CsvScanner::scan(const char* data, std::size_t size) {
  while (at_ < size) {
    switch (state_) {
      case State::cell_start:
        if (data[at_] == '"') {
          cell_begin_ = ++at_;
          cell_quoted_ = true;
          state_ = State::quoted;
          break;
        }
        cell_begin_ = at_;
        state_ = State::plain;
        [[fallthrough]];
      case State::plain:
        if (plain(data, size)) return true;
        break;
      case State::carriage_return:
        if (data[at_] == '\n') {
          close_cell(cell_end_);
          ++at_;
          return true;
        }
        note(CsvFlaw::carriage_return);
        state_ = State::plain;
        break;
      case State::quoted:
        quoted(data, size);
        break;
      case State::closing_quote:
        if (closing_quote(data[at_])) return true;
        break;
    }
  }
  return false;
}

// Up to and over the next stop byte. True at the end of the record.
bool CsvScanner::plain(const char* data, std::size_t size) {
  std::size_t at = at_;
  while (at < size && !stops_[static_cast<unsigned char>(data[at])]) ++at;
  at_ = at;
  if (at == size) return false;
  ++at_;
  switch (data[at]) {
    case '\n':
      close_cell(at);
      return true;
    case '\r':
      cell_end_ = at;
      state_ = State::carriage_return;
      return false;
    case '"':
      note(CsvFlaw::stray_quote);
      return false;
    case '\0':
      note(CsvFlaw::zero_byte);
      return false;
    default:
      close_cell(at);
      state_ = State::cell_start;
      return false;
  }
}

void CsvScanner::quoted(const char* data, std::size_t size) {
  for (; at_ < size; ++at_) {
    const char c = data[at_];
    if (c == '\n') ++inner_lines_;
    if (c == '\0') note(CsvFlaw::zero_byte);
    if (c == '"') {
      cell_end_ = at_++;
      state_ = State::closing_quote;
      return;
    }
  }
}

// The byte after a quote inside a quoted cell: at_ is on it. True at the end of the record.
bool CsvScanner::closing_quote(char next) {
  if (next == '"') {
    cell_doubled_ = true;
    state_ = State::quoted;
  } else if (next == delimiter_) {
    close_cell(cell_end_);
    state_ = State::cell_start;
  } else if (next == '\n') {
    close_cell(cell_end_);
    ++at_;
    return true;
  } else if (next == '\r') {
    state_ = State::carriage_return;
  } else {
    note(CsvFlaw::after_quote);
    state_ = State::plain;
  }
  ++at_;
  return false;
}

bool CsvScanner::finish(std::size_t size) {
  switch (state_) {
    case State::cell_start:
      if (cells_.empty()) return false;
      cell_begin_ = size;  // the line ends with a delimiter: one more cell, empty
      close_cell(size);
      return true;
    case State::plain:
      close_cell(size);
      return true;
    case State::carriage_return:
      note(CsvFlaw::carriage_return);
      close_cell(cell_end_);
      return true;
    case State::quoted:
      note(CsvFlaw::unclosed_quote);
      close_cell(size);
      return true;
    case State::closing_quote:
      close_cell(cell_end_);
      return true;
  }
  return false;
}

}  // namespace nabla
