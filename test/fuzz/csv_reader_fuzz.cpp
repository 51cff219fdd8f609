// The native CSV reader on any bytes: no crash, no byte out of bounds, and the same records, or the
// same faults, wherever the input is cut.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "data/csv_reader.h"

namespace {

struct Outcome {
  bool sound = false;
  std::uint64_t rows = 0;
  std::vector<std::byte> records;
  std::vector<std::byte> text;
  std::vector<std::byte> values;
  std::vector<std::string> faults;

  bool operator==(const Outcome&) const = default;
};

void drain(nabla::RecordBuilder& records, std::vector<std::byte>& into,
           std::size_t (nabla::RecordBuilder::*take)(std::byte*, std::size_t)) {
  std::array<std::byte, 61> block;  // neither a power of two nor a multiple of a slot
  for (std::size_t n; (n = (records.*take)(block.data(), block.size())) > 0;) {
    into.insert(into.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(n));
  }
}

void drain(nabla::CsvReader& reader, Outcome& outcome) {
  if (reader.records() == nullptr) return;
  drain(*reader.records(), outcome.values, &nabla::RecordBuilder::take_values);
  drain(*reader.records(), outcome.records, &nabla::RecordBuilder::take_records);
  drain(*reader.records(), outcome.text, &nabla::RecordBuilder::take_text);
}

// Options by the bits of `choice`; pieces of `step` bytes.
Outcome read(const char* data, std::size_t size, std::uint8_t choice, std::size_t step) {
  constexpr std::array<char, 4> delimiters = {'\0', ',', ';', '\t'};
  constexpr std::array<nabla::ColumnType, 6> types = {
      nabla::ColumnType::number,   nabla::ColumnType::integer, nabla::ColumnType::boolean,
      nabla::ColumnType::category, nabla::ColumnType::text,    nabla::ColumnType::skip};
  nabla::CsvOptions options;
  options.delimiter = delimiters[choice & 3];
  if (choice & 4) options.types.emplace_back("a", types[(choice >> 3) % types.size()]);
  options.skip_rows = (choice & 0x80) != 0;
  options.max_columns = 64;
  options.max_record_bytes = 4096;
  options.max_rows = 1000;
  nabla::CsvReader reader(std::move(options));
  Outcome outcome;
  for (std::size_t at = 0; at < size; at += step) {
    if (!reader.push(data + at, std::min(step, size - at))) break;
    drain(reader, outcome);
  }
  outcome.sound = reader.finish();
  drain(reader, outcome);
  for (const nabla::CsvFault& fault : reader.faults()) {
    outcome.faults.push_back(std::to_string(fault.row) + '|' + fault.column + '|' + fault.detail);
  }
  if (reader.records() != nullptr && outcome.sound) outcome.rows = reader.records()->rows();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const auto* data = reinterpret_cast<const char*>(bytes) + 2;
  const Outcome whole = read(data, size - 2, bytes[0], size);
  Outcome pieces = read(data, size - 2, bytes[0], std::size_t{1} + bytes[1]);
  // A refused input is not stored, so how much of it was read before does not matter.
  if (!whole.sound && !pieces.sound && whole.faults == pieces.faults) return 0;
  if (!(whole == pieces)) std::abort();
  return 0;
}
