// Row assembly, category dictionaries and the text overflow.
#include "data/record_builder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace nabla {

namespace {

void put_slot(std::byte* slot, std::int64_t value) noexcept {
  std::memcpy(slot, &value, sizeof value);
}

std::size_t slot_bytes(const ColumnSpec& spec) {
  if (spec.type == ColumnType::skip) return 0;
  if (spec.type != ColumnType::vector) return kSlotBytes;
  const std::size_t bytes = spec.width * field_size(spec.element);
  return (bytes + kSlotBytes - 1) / kSlotBytes * kSlotBytes;
}

// For the statistics of all columns together; a column takes about 50 bytes for each unit of width.
constexpr std::size_t kStatisticsBytes = std::size_t{64} << 20;

std::size_t statistics_width(std::size_t columns) {
  return std::clamp<std::size_t>(kStatisticsBytes / (50 * std::max<std::size_t>(columns, 1)), 16,
                                 1024);
}

bool holds_integers(FieldType type) {
  return type != FieldType::f64 && type != FieldType::f32;
}

}  // namespace

RecordBuilder::RecordBuilder(std::vector<ColumnSpec> columns) {
  std::size_t offset = 0;
  const std::size_t width = statistics_width(columns.size());
  columns_.reserve(columns.size());
  for (ColumnSpec& spec : columns) {
    Column& column = columns_.emplace_back();
    column.offset = offset;
    offset += slot_bytes(spec);
    if (spec.type == ColumnType::boolean) {
      column.values = {"false", "true"};
      column.counts = {0, 0};
    }
    if (spec.type == ColumnType::vector && spec.element == FieldType::u8) {
      column.bytes = std::make_unique<ByteStatistics>();
    } else if (spec.type == ColumnType::number || spec.type == ColumnType::timestamp ||
               spec.type == ColumnType::integer || spec.type == ColumnType::vector) {
      column.numbers = std::make_unique<NumberStatistics>(width);
    } else if (spec.type == ColumnType::text || spec.type == ColumnType::category) {
      column.texts = std::make_unique<DistinctCounter>(width);
    }
    column.spec = std::move(spec);
  }
  row_.resize(offset);
}

void RecordBuilder::put_number(Column& column, std::byte* slot, double value) noexcept {
  if (std::isfinite(value)) {
    column.numbers->add(value);
  } else {
    ++column.missing;
  }
  std::memcpy(slot, &value, sizeof value);
}

void RecordBuilder::put_integer(Column& column, std::byte* slot, std::int64_t value) noexcept {
  column.numbers->add(value);
  column.least = std::min(column.least, value);
  column.greatest = std::max(column.greatest, value);
  put_slot(slot, value);
}

void RecordBuilder::put_boolean(Column& column, std::byte* slot, bool value) noexcept {
  ++column.counts[value ? 1 : 0];
  put_slot(slot, value ? 1 : 0);
}

void RecordBuilder::put_vector(Column& column, std::byte* slot, const std::byte* values) noexcept {
  if (column.bytes) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(values);
    column.bytes->add(bytes, column.spec.width);
    std::memcpy(slot, values, column.spec.width);
    return;
  }
  bool whole = true;
  with_loader(column.spec.element, [&](auto load) {
    for (std::size_t i = 0; i < column.spec.width; ++i) {
      if (const double x = load(values, i); std::isnan(x)) {
        whole = false;
      } else {
        column.numbers->add(x);
      }
    }
  });
  if (!whole) ++column.missing;
  std::memcpy(slot, values, column.spec.width * field_size(column.spec.element));
}

void RecordBuilder::put_missing(Column& column, std::byte* slot) noexcept {
  ++column.missing;
  switch (column.spec.type) {
    case ColumnType::number:
    case ColumnType::timestamp:
      std::memcpy(slot, &kMissingBits, sizeof kMissingBits);
      return;
    case ColumnType::integer:
      put_slot(slot, kMissingInteger);
      return;
    case ColumnType::vector: {
      const std::size_t size = field_size(column.spec.element);
      const auto* bits = size == sizeof kMissingBits
                             ? reinterpret_cast<const std::byte*>(&kMissingBits)
                             : reinterpret_cast<const std::byte*>(&kMissingBits32);
      for (std::size_t i = 0; i < column.spec.width; ++i) std::memcpy(slot + i * size, bits, size);
      return;
    }
    case ColumnType::boolean:
    case ColumnType::category:
    case ColumnType::text:
      put_slot(slot, -1);
      return;
    case ColumnType::skip:
      return;
  }
}

void RecordBuilder::number(std::size_t column, double value) noexcept {
  put_number(columns_[column], slot(columns_[column]), value);
}

void RecordBuilder::integer(std::size_t column, std::int64_t value) noexcept {
  put_integer(columns_[column], slot(columns_[column]), value);
}

void RecordBuilder::boolean(std::size_t column, bool value) noexcept {
  put_boolean(columns_[column], slot(columns_[column]), value);
}

void RecordBuilder::vector(std::size_t column, const double* values) noexcept {
  put_vector(columns_[column], slot(columns_[column]), reinterpret_cast<const std::byte*>(values));
}

void RecordBuilder::missing(std::size_t column) noexcept {
  Column& c = columns_[column];
  if (c.spec.type != ColumnType::skip) put_missing(c, slot(c));
}

std::int64_t RecordBuilder::store_text(std::string_view value) {
  const std::int64_t at = text_bytes_;
  const auto length = static_cast<std::uint32_t>(value.size());
  text_.append(&length, sizeof length);
  text_.append(value.data(), value.size());
  text_bytes_ += static_cast<std::int64_t>(sizeof length + value.size());
  return kTextBase + at;
}

bool RecordBuilder::text(std::size_t column, std::string_view value) {
  return put_text(columns_[column], slot(columns_[column]), value);
}

bool RecordBuilder::accepts(std::size_t column, std::string_view value) const {
  const Column& c = columns_[column];
  if (c.spec.type != ColumnType::category || !c.spec.declared || c.codes.contains(value))
    return true;
  return c.values.size() < kDeclaredCategories && value.size() <= kCategoryBytes;
}

bool RecordBuilder::put_text(Column& c, std::byte* slot, std::string_view value) {
  if (c.spec.type == ColumnType::skip) return true;
  if (c.spec.type == ColumnType::category) {
    if (const auto found = c.codes.find(value); found != c.codes.end()) {
      ++c.counts[static_cast<std::size_t>(found->second)];
      put_slot(slot, found->second);
      return true;
    }
    const std::size_t limit = c.spec.declared ? kDeclaredCategories : kInferredCategories;
    if (c.values.size() < limit && value.size() <= kCategoryBytes) {
      const auto code = static_cast<std::int32_t>(c.values.size());
      c.values.emplace_back(value);
      c.counts.push_back(1);
      c.codes.emplace(value, code);
      put_slot(slot, code);
      return true;
    }
    if (c.spec.declared) return false;
    c.spec.type = ColumnType::text;
    c.codes.clear();
    c.counts.clear();
    for (const std::string& known : c.values) c.texts->add(DistinctCounter::key_of(known));
  }
  c.texts->add(DistinctCounter::key_of(value));
  put_slot(slot, store_text(value));
  return true;
}

// One value of a block. False when the column has no place for it.
bool RecordBuilder::put(Column& column, std::byte* slot, const ColumnBlock& block,
                        std::size_t row) {
  if (block.present != nullptr && block.present[row] == 0) {
    if (column.spec.type == ColumnType::vector && holds_integers(column.spec.element)) return false;
    put_missing(column, slot);
    return true;
  }
  const std::byte* values = block.values;
  switch (column.spec.type) {
    case ColumnType::number:
    case ColumnType::timestamp: {
      double value;
      std::memcpy(&value, values + row * sizeof value, sizeof value);
      put_number(column, slot, value);
      return true;
    }
    case ColumnType::integer: {
      std::int64_t value;
      std::memcpy(&value, values + row * sizeof value, sizeof value);
      put_integer(column, slot, value);
      return true;
    }
    case ColumnType::boolean:
      put_boolean(column, slot, values[row] != std::byte{0});
      return true;
    case ColumnType::vector:
      put_vector(column, slot, values + row * column.spec.width * field_size(column.spec.element));
      return true;
    case ColumnType::category:
    case ColumnType::text: {
      std::int32_t code;
      std::memcpy(&code, values + row * sizeof code, sizeof code);
      return put_text(column, slot, block.names[static_cast<std::size_t>(code)]);
    }
    case ColumnType::skip:
      return true;
  }
  return true;
}

ColumnFigures RecordBuilder::figures(std::size_t column) {
  Column& c = columns_[column];
  if (c.bytes) return c.bytes->figures();
  if (c.numbers) return c.numbers->figures(c.spec.type == ColumnType::integer);
  ColumnFigures figures;
  if (c.spec.type == ColumnType::text) {
    figures.distinct = c.texts->count();
    figures.distinct_error = c.texts->error();
  }
  return figures;
}

std::optional<RecordBuilder::Place> RecordBuilder::append(const std::vector<ColumnBlock>& blocks,
                                                          std::size_t rows) {
  std::byte* records = records_.extend(rows * row_.size());
  std::memset(records, 0, rows * row_.size());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    Column& column = columns_[c];
    if (column.spec.type == ColumnType::skip) continue;
    std::byte* slot = records + column.offset;
    for (std::size_t r = 0; r < rows; ++r, slot += row_.size()) {
      if (!put(column, slot, blocks[c], r)) return Place{r, c};
    }
  }
  rows_ += rows;
  return std::nullopt;
}

void RecordBuilder::end_row() {
  records_.append(row_.data(), row_.size());
  ++rows_;
}

std::size_t RecordBuilder::take_records(std::byte* target, std::size_t size) {
  cursor_ = {};
  return records_.take(target, size);
}

std::size_t RecordBuilder::take_text(std::byte* target, std::size_t size) {
  return text_.take(target, size);
}

void RecordBuilder::Queue::append(const void* bytes, std::size_t size) {
  const auto* first = static_cast<const std::byte*>(bytes);
  bytes_.insert(bytes_.end(), first, first + size);
}

std::byte* RecordBuilder::Queue::extend(std::size_t size) {
  bytes_.resize(bytes_.size() + size);
  return bytes_.data() + bytes_.size() - size;
}

std::size_t RecordBuilder::Queue::take(std::byte* target, std::size_t size) {
  const std::size_t count = std::min(size, pending());
  if (count == 0) return 0;
  std::memcpy(target, bytes_.data() + taken_, count);
  taken_ += count;
  if (taken_ == bytes_.size()) {
    bytes_.clear();
    taken_ = 0;
  }
  return count;
}

}  // namespace nabla
