// Header, type inference and the checks of every row.
#include "data/csv_reader.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "data/decimal.h"
#include "data/timestamp.h"

namespace nabla {
namespace {

constexpr std::size_t kSampleBytes = std::size_t{256} << 10;
constexpr std::size_t kSampleRows = 1000;
// How far to read on after the first fault, to list others: an upload of gigabytes need not go on.
constexpr std::uint64_t kFaultWindow = std::uint64_t{8} << 20;
constexpr std::size_t kExcerptBytes = 40;
constexpr std::size_t kNameBytes = 256;
constexpr std::int64_t kLargestExact = std::int64_t{1} << 53;

std::string_view trimmed(std::string_view text) {
  const auto padding = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && padding(text.front())) text.remove_prefix(1);
  while (!text.empty() && padding(text.back())) text.remove_suffix(1);
  return text;
}

// `text` in quotes, cut between characters.
std::string excerpt(std::string_view text) {
  if (text.size() <= kExcerptBytes) return '"' + std::string(text) + '"';
  std::size_t end = kExcerptBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return '"' + std::string(text.substr(0, end)) + "…\"";
}

std::string cells_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " cell" : " cells");
}

// The delimiter the first line has most of outside quotes, the first listed among equals.
char most_frequent_delimiter(const char* data, std::size_t size) {
  constexpr std::string_view delimiters = ",;\t|";
  std::array<std::size_t, delimiters.size()> counts{};
  bool quoted = false;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (data[i] == '\n') break;
    const std::size_t which = delimiters.find(data[i]);
    if (which != std::string_view::npos) ++counts[which];
  }
  return delimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

// Control characters and the invisible ones that reorder text (U+200E–F, U+202A–E, U+2066–9).
bool has_control_character(std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    const auto next = i + 1 < name.size() ? static_cast<unsigned char>(name[i + 1]) : 0;
    const auto last = i + 2 < name.size() ? static_cast<unsigned char>(name[i + 2]) : 0;
    if (byte == 0xC2 && next < 0xA0) return true;
    if (byte != 0xE2) continue;
    if (next == 0x80 && (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE)))
      return true;
    if (next == 0x81 && last >= 0xA6 && last <= 0xA9) return true;
  }
  return false;
}

// A decimal with a sign, fraction or exponent. Plain integers are names that programs do write
// ("0", "1", … "783").
bool looks_like_value(std::string_view name) {
  double value;
  return name.find_first_of("+-.eE") != std::string_view::npos &&
         parse_decimal(name, value) == Decimal::number;
}

}  // namespace

const char* column_name_flaw(std::string_view name) {
  if (name.empty()) return "has no name";
  if (name.size() > kNameBytes) return "has a name longer than 256 bytes";
  if (!is_utf8(name)) return "has a name that is not UTF-8";
  if (has_control_character(name)) return "has a control character in its name";
  if (name == "__proto__") return "has a name that JSON objects cannot carry";
  return nullptr;
}

CsvReader::CsvReader(CsvOptions options)
    : options_(std::move(options)), sample_bytes_(kSampleBytes) {}

bool CsvReader::push(const char* bytes, std::size_t count) {
  if (stopped_) return false;
  buffer_.insert(buffer_.end(), bytes, bytes + count);
  if (!faults_.empty() && !options_.skip_rows) since_fault_ += count;
  if (since_fault_ > kFaultWindow) stopped_ = true;
  if (!records_ && !start(false)) return !stopped_;
  parse(false);
  return !stopped_;
}

bool CsvReader::finish() {
  if (!stopped_ && (records_ || start(true))) parse(true);
  if (faults_.empty() && row_ == 0) refuse(0, names_.size(), "there is no row below the header");
  stopped_ = true;
  if (!options_.skip_rows) return faults_.empty();
  return !refused_ && records_ && records_->rows() > 0;
}

// Header and sample, once there is enough of both. False: not yet, or stopped.
bool CsvReader::start(bool at_end) {
  if (!at_end && buffer_.size() < sample_bytes_) return false;
  if (!detect_encoding()) return false;
  const char* data = buffer_.data() + record_;
  const std::size_t size = buffer_.size() - record_;
  const char delimiter =
      options_.delimiter != '\0' ? options_.delimiter : most_frequent_delimiter(data, size);
  CsvScanner scanner(delimiter);
  const bool header = scanner.scan(data, size) || (at_end && scanner.finish(size));
  const std::size_t header_bytes = scanner.position();
  const std::size_t header_lines = 1 + scanner.inner_lines();
  if (header && !read_header(scanner)) return false;
  const auto columns = header ? infer(header_bytes, delimiter, at_end) : std::nullopt;
  if (!columns) {
    if (stopped_) return false;
    if (at_end || size > 2 * options_.max_record_bytes) {
      refuse(0, names_.size(),
             at_end ? "the file is empty" : "the first lines are too long: is a quote not closed?");
    }
    names_.clear();
    record_ = 0;
    sample_bytes_ *= 2;
    return false;
  }
  options_.delimiter = delimiter;
  records_.emplace(*columns);
  scanner_.emplace(delimiter);
  record_ += header_bytes;
  line_ += header_lines;
  return true;
}

// Skips a byte order mark. False for what is no UTF-8 text at all.
bool CsvReader::detect_encoding() {
  const std::string_view text(buffer_.data(), std::min<std::size_t>(buffer_.size(), 4));
  const auto begins = [&](std::string_view magic) { return text.starts_with(magic); };
  record_ = begins("\xEF\xBB\xBF") ? 3 : 0;
  const char* what = begins("\xFF\xFE") || begins("\xFE\xFF") ? "UTF-16 text; save it as UTF-8"
                     : begins("\x1F\x8B")                     ? "a gzip file; unpack it first"
                     : begins("PK\x03\x04") ? "a zip or spreadsheet file; save it as CSV"
                                            : nullptr;
  if (what == nullptr) return true;
  refuse(0, names_.size(), std::string("this is ") + what);
  return false;
}

bool CsvReader::read_header(const CsvScanner& scanner) {
  names_.clear();
  std::unordered_set<std::string> seen;
  for (const CsvCell& cell : scanner.cells()) {
    std::string name(content(cell, scratch_));
    const std::string position = "column " + std::to_string(names_.size() + 1);
    if (const char* flaw = column_name_flaw(name)) {
      fault_in(0, "", position + ' ' + flaw);
    } else if (looks_like_value(name)) {
      fault_in(0, name, "this looks like a value; the first line must name the columns");
    } else if (!seen.insert(name).second) {
      fault_in(0, name, "two columns have this name");
    }
    names_.push_back(std::move(name));
  }
  if (names_.size() > options_.max_columns) {
    fault_in(0, "", "there are more than " + std::to_string(options_.max_columns) + " columns");
  }
  if (scanner.flaw() != CsvFlaw::none) flaw(scanner.flaw(), scanner.flaw_cell());
  for (const std::string& name : options_.only) {
    if (!seen.contains(name)) fault_in(0, name, "this column is missing");
  }
  for (const auto& [name, type] : options_.types) {
    if (!seen.contains(name) && options_.only.empty())
      fault_in(0, name, "the header has no such column");
  }
  if (faults_.empty()) return true;
  stopped_ = true;
  refused_ = true;
  return false;
}

// What the cells of a column's sample look like; empty cells and words such as NA count as neither.
struct CsvReader::Votes {
  std::size_t numbers = 0;
  std::size_t words = 0;
  std::size_t booleans = 0;
  std::size_t integers = 0;
  std::size_t times = 0;
  bool large = false;  // an integer no double may hold exactly

  void add(std::string_view text) {
    double value;
    std::int64_t integer;
    bool boolean;
    if (text.empty() || is_missing_word(text)) return;
    ++(parse_decimal(text, value) == Decimal::words ? words : numbers);
    if (parse_boolean(text, boolean)) ++booleans;
    if (times == words - 1 && numbers == 0 && parse_timestamp(text)) ++times;
    if (!parse_integer(text, integer)) return;
    ++integers;
    if (integer > kLargestExact || integer < -kLargestExact) large = true;
  }

  ColumnType type() const {
    if (large && integers == numbers && words == 0) return ColumnType::integer;
    if (booleans > 0 && booleans == words && numbers == 0) return ColumnType::boolean;
    if (times > 0 && times == words && numbers == 0) return ColumnType::timestamp;
    return numbers >= words ? ColumnType::number : ColumnType::category;
  }
};

// The columns, or nothing when the sample needs more bytes: at least one whole row.
std::optional<std::vector<ColumnSpec>> CsvReader::infer(std::size_t header_bytes, char delimiter,
                                                        bool at_end) {
  std::vector<Votes> votes(names_.size());
  CsvScanner scanner(delimiter);
  const std::size_t header = record_;
  std::size_t rows = 0;
  for (record_ += header_bytes; rows < kSampleRows; ++rows) {
    const char* data = buffer_.data() + record_;
    const std::size_t size = buffer_.size() - record_;
    if (!scanner.scan(data, size) && !(at_end && scanner.finish(size))) break;
    const auto& cells = scanner.cells();
    for (std::size_t c = 0; c < std::min(cells.size(), votes.size()); ++c) {
      votes[c].add(content(cells[c], scratch_));
    }
    record_ += scanner.position();
    scanner.restart();
  }
  record_ = header;
  if (rows == 0 && !at_end) return std::nullopt;
  const std::unordered_map<std::string_view, ColumnType> given(options_.types.begin(),
                                                               options_.types.end());
  const std::unordered_set<std::string_view> only(options_.only.begin(), options_.only.end());
  std::vector<ColumnSpec> columns;
  for (std::size_t c = 0; c < votes.size(); ++c) {
    const auto found = given.find(names_[c]);
    const bool declared = found != given.end();
    const bool skipped = !only.empty() && !only.contains(names_[c]);
    const ColumnType type = skipped ? ColumnType::skip : declared ? found->second : votes[c].type();
    columns.push_back({names_[c], type, declared});
  }
  return columns;
}

void CsvReader::parse(bool at_end) {
  while (!stopped_) {
    const std::size_t size = buffer_.size() - record_;
    if (scanner_->scan(buffer_.data() + record_, size)) {
      end_of_record(scanner_->position());
    } else if (at_end && scanner_->finish(size)) {
      end_of_record(size);
      break;
    } else {
      if (size > options_.max_record_bytes) {
        ++row_;
        const char* detail = scanner_->in_quotes() ? "the quote that opens this cell is not closed"
                                                   : "the row is too long";
        refuse(row_, scanner_->cells().size(), detail + (" (line " + std::to_string(line_) + ')'));
      }
      break;
    }
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(record_));
  record_ = 0;
}

void CsvReader::end_of_record(std::size_t size) {
  const auto& cells = scanner_->cells();
  const bool blank = cells.size() == 1 && !cells[0].quoted && scanner_->flaw() == CsvFlaw::none &&
                     content(cells[0], scratch_).empty();
  if (blank) {
    ++blank_;
  } else {
    for (; blank_ > 0 && !stopped_; --blank_) blank_row();
    if (!stopped_) row();
  }
  line_ += 1 + scanner_->inner_lines();
  record_ += size;
  scanner_->restart();
}

// A blank line with rows after it: the missing value of the only column, or a row without cells.
void CsvReader::blank_row() {
  ++row_;
  sound_ = true;
  if (names_.size() == 1) {
    records_->missing(0);
  } else {
    fault_in(row_, "", "expected " + cells_text(names_.size()) + ", found an empty line");
  }
  end_row();
}

void CsvReader::row() {
  if (++row_ > options_.max_rows) {
    return refuse(row_, names_.size(),
                  "there are more than " + std::to_string(options_.max_rows) + " rows");
  }
  sound_ = true;
  const auto& cells = scanner_->cells();
  if (scanner_->flaw() != CsvFlaw::none) {
    flaw(scanner_->flaw(), scanner_->flaw_cell());
  } else if (cells.size() != names_.size()) {
    const bool few = cells.size() < names_.size();
    fault(few ? cells.size() : names_.size(),
          "expected " + cells_text(names_.size()) + ", found " + std::to_string(cells.size()));
  } else {
    // What a row adds to its columns cannot be taken back, so it is looked at first if need be.
    for (dry_ = options_.skip_rows;; dry_ = false) {
      for (std::size_t c = 0; c < cells.size() && !stopped_; ++c) cell(c, cells[c]);
      if (!dry_ || !sound_) break;
    }
  }
  end_row();
}

void CsvReader::end_row() {
  if (!options_.skip_rows) {
    if (faults_.empty()) records_->end_row();
  } else if (sound_) {
    records_->end_row();
  } else {
    ++skipped_;
  }
}

void CsvReader::cell(std::size_t column, const CsvCell& cell) {
  const ColumnType type = records_->spec(column).type;
  if (type == ColumnType::skip) return;
  const std::string_view text = content(cell, scratch_);
  if (text.empty()) {
    if (!dry_) records_->missing(column);
    return;
  }
  if (type == ColumnType::number) return number(column, text);
  if (type == ColumnType::integer) return integer(column, text);
  if (type == ColumnType::boolean) return boolean(column, text);
  if (type == ColumnType::timestamp) return timestamp(column, text);
  if (!is_utf8(text)) return fault(column, "the text is not UTF-8");
  if (!(dry_ ? records_->accepts(column, text) : records_->text(column, text))) {
    fault(column, "a category column holds at most " + std::to_string(kDeclaredCategories) +
                      " different values of at most " + std::to_string(kCategoryBytes) +
                      " bytes; its type could be text");
  }
}

void CsvReader::number(std::size_t column, std::string_view text) {
  double value;
  switch (parse_decimal(text, value)) {
    case Decimal::number:
      if (!dry_) records_->number(column, value);
      return;
    case Decimal::out_of_range:
      return fault(column, excerpt(text) + " is beyond the range of a 64-bit number");
    case Decimal::number_like:
      return fault(column, "expected a finite decimal number, found " + excerpt(text) +
                               "; an empty cell is a missing value");
    case Decimal::words:
      return fault(column, "expected a number, found " + excerpt(text) +
                               (is_missing_word(text) ? "; an empty cell is a missing value"
                                                      : "; if this column is a category or text, "
                                                        "say so in types"));
  }
}

void CsvReader::integer(std::size_t column, std::string_view text) {
  std::int64_t value;
  if (parse_integer(text, value)) {
    if (!dry_) records_->integer(column, value);
    return;
  }
  fault(column, "expected a whole number of at most 64 bits, found " + excerpt(text) +
                    "; an empty cell is a missing value");
}

void CsvReader::boolean(std::size_t column, std::string_view text) {
  bool value;
  if (parse_boolean(text, value)) {
    if (!dry_) records_->boolean(column, value);
    return;
  }
  fault(column, "expected true or false, found " + excerpt(text) +
                    "; if this column is a category, say so in types");
}

void CsvReader::timestamp(std::size_t column, std::string_view text) {
  if (const auto value = parse_timestamp(text)) {
    if (!dry_) records_->number(column, *value);
    return;
  }
  fault(column,
        "expected a time such as 2024-02-29T12:00:00Z or 2024-02-29, found " + excerpt(text) +
            (is_missing_word(text) ? "; an empty cell is a missing value"
                                   : "; if this column is a category or text, say so in types"));
}

void CsvReader::flaw(CsvFlaw flaw, std::size_t column) {
  const char* detail = "";
  switch (flaw) {
    case CsvFlaw::none:
      return;
    case CsvFlaw::stray_quote:
      detail = "a quote inside a cell that does not begin with one";
      break;
    case CsvFlaw::after_quote:
      detail = "text after a closing quote; a quote inside quotes is written twice";
      break;
    case CsvFlaw::unclosed_quote:
      detail = "the quote that opens this cell is not closed";
      break;
    case CsvFlaw::carriage_return:
      detail = "a carriage return without a line feed";
      break;
    case CsvFlaw::zero_byte:
      detail = "a zero byte; is this a text file?";
      break;
  }
  fault(column, detail);
}

void CsvReader::fault(std::size_t column, std::string detail) {
  detail += " (line " + std::to_string(line_) + ')';
  fault_in(row_, column < names_.size() ? names_[column] : "", std::move(detail));
}

void CsvReader::fault_in(std::uint64_t row, std::string column, std::string detail) {
  sound_ = false;
  if (faults_.size() < options_.max_faults) {
    faults_.push_back({row, std::move(column), std::move(detail)});
  }
  if (faults_.size() >= options_.max_faults && !options_.skip_rows) stopped_ = true;
}

// A fault that is not of one row: nothing can be read after it.
void CsvReader::refuse(std::uint64_t row, std::size_t column, std::string detail) {
  if (options_.skip_rows) faults_.clear();
  fault_in(row, column < names_.size() ? names_[column] : "", std::move(detail));
  stopped_ = true;
  refused_ = true;
}

// A view of buffer_, or of `scratch` where doubled quotes must become single ones.
std::string_view CsvReader::content(const CsvCell& cell, std::string& scratch) const {
  const std::string_view text(buffer_.data() + record_ + cell.begin, cell.end - cell.begin);
  if (!cell.quoted) return trimmed(text);
  if (!cell.doubled) return text;
  scratch.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    scratch.push_back(text[i]);
    if (text[i] == '"') ++i;
  }
  return scratch;
}

}  // namespace nabla
