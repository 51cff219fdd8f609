// Data sets in JS: CsvReader, RecordBuilder and fitColumns. Copies values in and out; no rules.
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "binding/addon.h"
#include "binding/async.h"
#include "binding/error.h"
#include "binding/value.h"
#include "core/error.h"
#include "data/column_fit.h"
#include "data/csv_reader.h"
#include "data/record_builder.h"
#include "data/record_file.h"
#include "data/timestamp.h"
#include "training/encoder.h"

namespace nabla {
namespace {

struct TypeName {
  ColumnType type;
  const char* name;
};
constexpr std::array<TypeName, 8> kTypeNames = {{{ColumnType::number, "number"},
                                                 {ColumnType::integer, "integer"},
                                                 {ColumnType::boolean, "boolean"},
                                                 {ColumnType::timestamp, "timestamp"},
                                                 {ColumnType::category, "category"},
                                                 {ColumnType::text, "text"},
                                                 {ColumnType::vector, "vector"},
                                                 {ColumnType::skip, "skip"}}};

ColumnType column_type(const std::string& name) {
  for (const TypeName& known : kTypeNames) {
    if (name == known.name) return known.type;
  }
  throw Error("invalid-input", "unknown column type \"" + name + "\"");
}

const char* type_name(ColumnType type) {
  for (const TypeName& known : kTypeNames) {
    if (type == known.type) return known.name;
  }
  return "";
}

const char* element_name(FieldType type) {
  return type == FieldType::u8 ? "u8" : type == FieldType::f32 ? "f32" : "f64";
}

Napi::Value finite_or_null(Napi::Env env, double value) {
  return std::isfinite(value) ? Napi::Number::New(env, value) : env.Null();
}

std::string text_of(const Napi::Value& value, const char* what) {
  if (!value.IsString()) throw Napi::TypeError::New(value.Env(), std::string(what) + ": a string");
  return value.As<Napi::String>().Utf8Value();
}

Napi::Uint8Array bytes_of(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(value.Env(), "expected a Uint8Array");
  }
  return value.As<Napi::Uint8Array>();
}

Napi::Array array_of(const Napi::Value& value) {
  if (!value.IsArray()) throw Napi::TypeError::New(value.Env(), "expected an array");
  return value.As<Napi::Array>();
}

void add_names(Napi::Env env, Napi::Object column, const RecordBuilder& records, std::size_t c) {
  const auto& values = records.categories(c);
  Napi::Array names = Napi::Array::New(env, values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) names.Set(i, values[i]);
  column.Set("values", names);
}

void add_counts(Napi::Env env, Napi::Object column, const RecordBuilder& records, std::size_t c) {
  const auto& counts = records.category_counts(c);
  Napi::Array numbers = Napi::Array::New(env, counts.size());
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    numbers.Set(i, static_cast<double>(counts[i]));
  }
  column.Set("counts", numbers);
}

Napi::Array numbers_of(Napi::Env env, const std::vector<double>& values) {
  Napi::Array list = Napi::Array::New(env, values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) list.Set(i, values[i]);
  return list;
}

void add_distinct(Napi::Env env, Napi::Object column, const ColumnFigures& figures) {
  column.Set("distinct", Napi::Number::New(env, static_cast<double>(figures.distinct)));
  column.Set("distinctError", Napi::Number::New(env, figures.distinct_error));
}

void add_figures(Napi::Env env, Napi::Object column, const ColumnFigures& figures) {
  column.Set("min", finite_or_null(env, figures.min));
  column.Set("max", finite_or_null(env, figures.max));
  column.Set("mean", finite_or_null(env, figures.mean));
  column.Set("std", finite_or_null(env, figures.std));
  add_distinct(env, column, figures);
  if (figures.count == 0) return;
  column.Set("quantiles", numbers_of(env, figures.quantiles));
  column.Set("rankError", figures.rank_error);
  column.Set("histogram", numbers_of(env, {figures.histogram.begin(), figures.histogram.end()}));
}

// Exact limits: BigInts.
void add_limits(Napi::Env env, Napi::Object column, const RecordBuilder& records, std::size_t c,
                const ColumnFigures& figures) {
  if (records.ambiguous(c)) {
    throw Error("invalid-input", "column \"" + records.spec(c).name +
                                     "\" has missing values, so -9223372036854775808, which stands "
                                     "for them, cannot be one of its values");
  }
  if (figures.count == 0) return;
  column.Set("min", Napi::BigInt::New(env, records.least(c)));
  column.Set("max", Napi::BigInt::New(env, records.greatest(c)));
}

// What it takes to read a column's slots: cheap, whatever was read so far.
Napi::Object column_layout(Napi::Env env, const RecordBuilder& records, std::size_t c) {
  const ColumnSpec& spec = records.spec(c);
  Napi::Object column = Napi::Object::New(env);
  column.Set("name", spec.name);
  column.Set("type", type_name(spec.type));
  column.Set("offset", static_cast<double>(records.offset(c)));
  column.Set("missing", static_cast<double>(records.missing_count(c)));
  switch (spec.type) {
    case ColumnType::vector:
      column.Set("width", static_cast<double>(spec.width));
      column.Set("element", element_name(spec.element));
      break;
    case ColumnType::boolean:
    case ColumnType::category:
    case ColumnType::text:
      add_names(env, column, records, c);
      break;
    default:
      break;
  }
  return column;
}

Napi::Object column_summary(Napi::Env env, RecordBuilder& records, std::size_t c) {
  Napi::Object column = column_layout(env, records, c);
  switch (records.spec(c).type) {
    case ColumnType::vector:
    case ColumnType::timestamp:
    case ColumnType::number:
      add_figures(env, column, records.figures(c));
      break;
    case ColumnType::integer: {
      const ColumnFigures figures = records.figures(c);
      add_figures(env, column, figures);
      add_limits(env, column, records, c, figures);
      break;
    }
    case ColumnType::text:
      add_distinct(env, column, records.figures(c));
      add_counts(env, column, records, c);
      break;
    default:
      add_counts(env, column, records, c);
  }
  return column;
}

// { rowBytes, columns }; skipped columns left out.
Napi::Object layout(Napi::Env env, const RecordBuilder& records) {
  Napi::Array columns = Napi::Array::New(env);
  for (std::size_t c = 0; c < records.columns(); ++c) {
    if (records.spec(c).type == ColumnType::skip) continue;
    columns.Set(columns.Length(), column_layout(env, records, c));
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("rowBytes", static_cast<double>(records.row_bytes()));
  result.Set("columns", columns);
  return result;
}

// { rows, rowBytes, rowValues, columns } of what was read so far; skipped columns left out.
Napi::Object summary(Napi::Env env, RecordBuilder& records) {
  Napi::Array columns = Napi::Array::New(env);
  for (std::size_t c = 0; c < records.columns(); ++c) {
    if (records.spec(c).type == ColumnType::skip) continue;
    columns.Set(columns.Length(), column_summary(env, records, c));
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("rows", static_cast<double>(records.rows()));
  result.Set("rowBytes", static_cast<double>(records.row_bytes()));
  result.Set("rowValues", static_cast<double>(records.value_width()));
  result.Set("columns", columns);
  return result;
}

Napi::Value row_count(const Napi::CallbackInfo& info, const RecordBuilder* records) {
  const std::uint64_t rows = records == nullptr ? 0 : records->rows();
  return Napi::Number::New(info.Env(), static_cast<double>(rows));
}

// `records` is null while the CSV reader has not begun to build any.
Napi::Value pending_bytes(const Napi::CallbackInfo& info, const RecordBuilder* records) {
  const std::size_t bytes =
      records == nullptr ? 0 : records->pending_records() + records->pending_text();
  return Napi::Number::New(info.Env(), static_cast<double>(bytes));
}

Napi::Value take(const Napi::CallbackInfo& info, RecordBuilder* records,
                 std::size_t (RecordBuilder::*from)(std::byte*, std::size_t)) {
  Napi::Uint8Array target = bytes_of(info[0]);
  auto* bytes = reinterpret_cast<std::byte*>(target.Data());
  const std::size_t taken = records == nullptr ? 0 : (records->*from)(bytes, target.ByteLength());
  return Napi::Number::New(info.Env(), static_cast<double>(taken));
}

// { delimiter?, types: [name, type][], only?: name[], maxColumns?, maxRows?, skipRows? }
CsvOptions csv_options(const Napi::Object& given) {
  CsvOptions options;
  if (given.Has("delimiter"))
    options.delimiter = text_of(given.Get("delimiter"), "delimiter").at(0);
  const Napi::Array types = array_of(given.Get("types"));
  for (std::uint32_t i = 0; i < types.Length(); ++i) {
    const Napi::Array pair = array_of(types.Get(i));
    options.types.emplace_back(text_of(pair.Get(0u), "name"),
                               column_type(text_of(pair.Get(1u), "type")));
  }
  if (given.Has("only")) {
    const Napi::Array only = array_of(given.Get("only"));
    for (std::uint32_t i = 0; i < only.Length(); ++i) {
      options.only.push_back(text_of(only.Get(i), "name"));
    }
  }
  const auto limit = [&](const char* key, auto& target) {
    if (!given.Has(key)) return;
    const double value = given.Get(key).ToNumber().DoubleValue();
    target = static_cast<std::remove_reference_t<decltype(target)>>(value);
  };
  options.skip_rows = given.Get("skipRows").ToBoolean();
  limit("maxColumns", options.max_columns);
  limit("maxRows", options.max_rows);
  return options;
}

class JsCsvReader : public Napi::ObjectWrap<JsCsvReader> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "CsvReader",
        {InstanceMethod("push", &JsCsvReader::push), InstanceMethod("finish", &JsCsvReader::finish),
         InstanceMethod("faults", &JsCsvReader::faults),
         InstanceMethod("skipped", &JsCsvReader::skipped),
         InstanceMethod("rows", &JsCsvReader::rows),
         InstanceMethod("pending", &JsCsvReader::pending),
         InstanceMethod("takeValues", &JsCsvReader::take_values),
         InstanceMethod("takeRecords", &JsCsvReader::take_records),
         InstanceMethod("takeText", &JsCsvReader::take_text),
         InstanceMethod("layout", &JsCsvReader::lay_out),
         InstanceMethod("summary", &JsCsvReader::describe)});
  }

  explicit JsCsvReader(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsCsvReader>(info) {
    guarded(info.Env(), [&]() -> Napi::Value {
      reader_ = std::make_unique<CsvReader>(csv_options(info[0].ToObject()));
      return info.Env().Undefined();
    });
  }

 private:
  Napi::Value push(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const Napi::Uint8Array bytes = bytes_of(info[0]);
      const auto* data = reinterpret_cast<const char*>(bytes.Data());
      return Napi::Boolean::New(info.Env(), reader_->push(data, bytes.ByteLength()));
    });
  }

  Napi::Value finish(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      return Napi::Boolean::New(info.Env(), reader_->finish());
    });
  }

  Napi::Value faults(const Napi::CallbackInfo& info) {
    Napi::Array list = Napi::Array::New(info.Env());
    for (const CsvFault& fault : reader_->faults()) {
      Napi::Object item = Napi::Object::New(info.Env());
      item.Set("row", static_cast<double>(fault.row));
      if (!fault.column.empty()) item.Set("column", fault.column);
      item.Set("detail", fault.detail);
      list.Set(list.Length(), item);
    }
    return list;
  }

  Napi::Value skipped(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(reader_->skipped()));
  }
  Napi::Value rows(const Napi::CallbackInfo& info) { return row_count(info, reader_->records()); }
  Napi::Value pending(const Napi::CallbackInfo& info) {
    return pending_bytes(info, reader_->records());
  }
  Napi::Value take_values(const Napi::CallbackInfo& info) {
    return take(info, reader_->records(), &RecordBuilder::take_values);
  }
  Napi::Value take_records(const Napi::CallbackInfo& info) {
    return take(info, reader_->records(), &RecordBuilder::take_records);
  }
  Napi::Value take_text(const Napi::CallbackInfo& info) {
    return take(info, reader_->records(), &RecordBuilder::take_text);
  }

  Napi::Value lay_out(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      if (reader_->records() == nullptr) throw Error("internal", "nothing has been read");
      return layout(info.Env(), *reader_->records());
    });
  }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      if (reader_->records() == nullptr) throw Error("internal", "nothing has been read");
      return summary(info.Env(), *reader_->records());
    });
  }

  std::unique_ptr<CsvReader> reader_;
};

// Where the values of `given`, a block of `column`, lie; its length is checked. Throws a TypeError
// for values of another type, which is the caller's mistake.
const std::byte* block_values(const Napi::Value& given, const ColumnSpec& column,
                              std::size_t rows) {
  napi_typedarray_type wanted = napi_int32_array;
  if (column.type == ColumnType::number || column.type == ColumnType::timestamp) {
    wanted = napi_float64_array;
  }
  if (column.type == ColumnType::integer) wanted = napi_bigint64_array;
  if (column.type == ColumnType::boolean) wanted = napi_uint8_array;
  if (column.type == ColumnType::vector) {
    wanted = column.element == FieldType::u8    ? napi_uint8_array
             : column.element == FieldType::f32 ? napi_float32_array
                                                : napi_float64_array;
  }
  const bool typed = given.IsTypedArray();
  if (!typed || given.As<Napi::TypedArray>().TypedArrayType() != wanted ||
      given.As<Napi::TypedArray>().ElementLength() != rows * column.width) {
    throw Napi::TypeError::New(given.Env(), "values do not fit column " + column.name);
  }
  const auto array = given.As<Napi::TypedArray>();
  return static_cast<const std::byte*>(array.ArrayBuffer().Data()) + array.ByteOffset();
}

// A block as JS has it: { values, present?, names? }.
ColumnBlock column_block(const Napi::Object& given, const ColumnSpec& column, std::size_t rows) {
  ColumnBlock block{};
  if (column.type == ColumnType::skip) return block;
  block.values = block_values(given.Get("values"), column, rows);
  if (given.Has("present")) {
    const Napi::Uint8Array present = bytes_of(given.Get("present"));
    if (present.ElementLength() != rows) {
      throw Napi::TypeError::New(given.Env(), "present: one byte for each row");
    }
    block.present = present.Data();
  }
  if (column.type != ColumnType::category && column.type != ColumnType::text) return block;
  const Napi::Array names = array_of(given.Get("names"));
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    block.names.push_back(text_of(names.Get(i), "names"));
  }
  for (std::size_t r = 0; r < rows; ++r) {
    if (block.present != nullptr && block.present[r] == 0) continue;
    std::int32_t code;
    std::memcpy(&code, block.values + r * sizeof code, sizeof code);
    if (code < 0 || static_cast<std::size_t>(code) >= block.names.size()) {
      throw Napi::TypeError::New(given.Env(), "a code without a name");
    }
  }
  return block;
}

FieldType element_type(const Napi::Value& given) {
  return given.IsString() ? field_type(given.As<Napi::String>().Utf8Value()) : FieldType::f64;
}

std::size_t width_of(const Napi::Value& given) {
  const double width = given.IsNumber() ? given.As<Napi::Number>().DoubleValue() : 1;
  if (!(width >= 1 && width <= 1 << 28)) throw Error("invalid-input", "a vector is too wide");
  return static_cast<std::size_t>(width);
}

// For formats whose values are JS values, row by row (null is missing; in a category or text column
// numbers and booleans become their JS text) or as blocks of typed arrays.
class JsRecordBuilder : public Napi::ObjectWrap<JsRecordBuilder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "RecordBuilder",
                       {InstanceMethod("append", &JsRecordBuilder::append),
                        InstanceMethod("appendBlocks", &JsRecordBuilder::append_blocks),
                        InstanceMethod("rows", &JsRecordBuilder::rows),
                        InstanceMethod("pending", &JsRecordBuilder::pending),
                        InstanceMethod("takeValues", &JsRecordBuilder::take_values),
                        InstanceMethod("takeRecords", &JsRecordBuilder::take_records),
                        InstanceMethod("takeText", &JsRecordBuilder::take_text),
                        InstanceMethod("layout", &JsRecordBuilder::lay_out),
                        InstanceMethod("summary", &JsRecordBuilder::describe)});
  }

  explicit JsRecordBuilder(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<JsRecordBuilder>(info) {
    guarded(info.Env(), [&]() -> Napi::Value {
      const Napi::Array given = array_of(info[0]);
      std::vector<ColumnSpec> columns;
      for (std::uint32_t i = 0; i < given.Length(); ++i) {
        const Napi::Object column = given.Get(i).As<Napi::Object>();
        columns.push_back({text_of(column.Get("name"), "name"),
                           column_type(text_of(column.Get("type"), "type")),
                           column.Get("declared").ToBoolean(), element_type(column.Get("element")),
                           width_of(column.Get("width"))});
      }
      records_ = std::make_unique<RecordBuilder>(std::move(columns));
      return info.Env().Undefined();
    });
  }

 private:
  // append(rows, from, to): undefined, or { row, column } (indices) of a value that does not fit a
  // declared category column.
  Napi::Value append(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const Napi::Array rows = array_of(info[0]);
      const std::uint32_t to = info[2].ToNumber();
      for (std::uint32_t r = info[1].ToNumber(); r < to; ++r) {
        Napi::HandleScope scope(info.Env());
        const std::size_t refused = append_row(array_of(rows.Get(r)));
        if (refused == records_->columns()) continue;
        return refusal(info.Env(), r, refused);
      }
      return info.Env().Undefined();
    });
  }

  static Napi::Value refusal(Napi::Env env, std::uint32_t row, std::size_t column) {
    Napi::EscapableHandleScope scope(env);
    Napi::Object where = Napi::Object::New(env);
    where.Set("row", row);
    where.Set("column", static_cast<double>(column));
    return scope.Escape(where);
  }

  // appendBlocks(blocks, rows): undefined, or { row, column } of a value that has no place.
  Napi::Value append_blocks(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const Napi::Array given = array_of(info[0]);
      const std::size_t rows = info[1].ToNumber().Uint32Value();
      if (given.Length() != records_->columns()) {
        throw Napi::TypeError::New(info.Env(), "a block for each column");
      }
      std::vector<ColumnBlock> blocks;
      for (std::uint32_t c = 0; c < given.Length(); ++c) {
        blocks.push_back(column_block(given.Get(c).ToObject(), records_->spec(c), rows));
      }
      const auto refused = records_->append(blocks, rows);
      if (!refused) return info.Env().Undefined();
      return refusal(info.Env(), static_cast<std::uint32_t>(refused->row), refused->column);
    });
  }

  // The column that refused its value, or columns().
  std::size_t append_row(const Napi::Array& row) {
    for (std::uint32_t c = 0; c < records_->columns(); ++c) {
      const Napi::Value value = row.Get(c);
      if (value.IsNull()) {
        records_->missing(c);
      } else if (!append_value(c, value)) {
        return c;
      }
    }
    records_->end_row();
    return records_->columns();
  }

  bool append_value(std::size_t c, const Napi::Value& value) {
    switch (records_->spec(c).type) {
      case ColumnType::number:
        if (!value.IsNumber()) throw Napi::TypeError::New(value.Env(), "expected a number");
        records_->number(c, value.As<Napi::Number>());
        return true;
      case ColumnType::integer:
        records_->integer(c, integer_of(value));
        return true;
      case ColumnType::boolean:
        records_->boolean(c, value.ToBoolean());
        return true;
      case ColumnType::timestamp:
        records_->number(c, time_of(value));
        return true;
      case ColumnType::vector:
        append_vector(c, array_of(value));
        return true;
      default:
        return records_->text(c, value.ToString().Utf8Value());
    }
  }

  static double time_of(const Napi::Value& value) {
    const auto time = parse_timestamp(text_of(value, "timestamp"));
    if (!time) throw Napi::TypeError::New(value.Env(), "expected a timestamp");
    return *time;
  }

  static std::int64_t integer_of(const Napi::Value& value) {
    if (value.IsNumber()) return value.As<Napi::Number>().Int64Value();
    if (!value.IsBigInt()) throw Napi::TypeError::New(value.Env(), "expected an integer");
    bool lossless = false;
    return value.As<Napi::BigInt>().Int64Value(&lossless);
  }

  void append_vector(std::size_t c, const Napi::Array& values) {
    const std::size_t width = records_->spec(c).width;
    if (values.Length() != width) throw Napi::TypeError::New(values.Env(), "a vector's length");
    numbers_.resize(width);
    for (std::uint32_t i = 0; i < width; ++i) {
      numbers_[i] = values.Get(i).ToNumber().DoubleValue();
    }
    records_->vector(c, numbers_.data());
  }

  Napi::Value rows(const Napi::CallbackInfo& info) { return row_count(info, records_.get()); }
  Napi::Value pending(const Napi::CallbackInfo& info) {
    return pending_bytes(info, records_.get());
  }
  Napi::Value take_values(const Napi::CallbackInfo& info) {
    return take(info, records_.get(), &RecordBuilder::take_values);
  }
  Napi::Value take_records(const Napi::CallbackInfo& info) {
    return take(info, records_.get(), &RecordBuilder::take_records);
  }
  Napi::Value take_text(const Napi::CallbackInfo& info) {
    return take(info, records_.get(), &RecordBuilder::take_text);
  }

  Napi::Value lay_out(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value { return layout(info.Env(), *records_); });
  }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value { return summary(info.Env(), *records_); });
  }

  std::unique_ptr<RecordBuilder> records_;
  std::vector<double> numbers_;
};

Napi::Object fit_object(Napi::Env env, const ColumnFit& fit) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("mean", fit.mean);
  object.Set("std", fit.std);
  object.Set("min", fit.min);
  object.Set("max", fit.max);
  object.Set("median", fit.median);
  object.Set("count", static_cast<double>(fit.count));
  object.Set("missing", static_cast<double>(fit.missing));
  object.Set("quantiles", numbers_of(env, fit.quantiles));
  if (fit.outside) {
    Napi::Object outside = Napi::Object::New(env);
    outside.Set("row", fit.outside->row);
    outside.Set("value", fit.outside->value);
    object.Set("outside", outside);
  }
  return object;
}

template <class Number>
std::vector<Number> numbers_in(const Napi::Value& given) {
  std::vector<Number> numbers;
  if (!given.IsArray()) return numbers;
  const Napi::Array list = given.As<Napi::Array>();
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    numbers.push_back(static_cast<Number>(list.Get(i).ToNumber().DoubleValue()));
  }
  return numbers;
}

// { offset, type, count?, codes?, steps?, shares? }
std::vector<FitField> fit_fields(const Napi::Array& given) {
  std::vector<FitField> fields;
  for (std::uint32_t i = 0; i < given.Length(); ++i) {
    const Napi::Object field = given.Get(i).As<Napi::Object>();
    const double offset = field.Get("offset").ToNumber();
    if (!(offset >= 0)) throw Error("invalid-input", "a field's offset is not negative");
    const std::size_t count = width_of(field.Get("count"));
    const Value steps = field.Has("steps") ? to_value(field.Get("steps")) : Value();
    fields.push_back(
        {{static_cast<std::size_t>(offset), field_type(text_of(field.Get("type"), "type")), count},
         numbers_in<std::int32_t>(field.Get("codes")),
         parse_steps(&steps, "/steps"),
         numbers_in<double>(field.Get("shares"))});
  }
  return fields;
}

// fitColumns(path, rowBytes, fields, rows): Promise of one object a field. The rows are copied, so
// the caller may change them.
Napi::Value fit_columns_async(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    std::string path = text_of(info[0], "path");
    const auto row_bytes = static_cast<std::size_t>(info[1].ToNumber().Int64Value());
    std::vector<FitField> fields = fit_fields(array_of(info[2]));
    const auto given = info[3].As<Napi::Uint32Array>();
    std::vector<std::uint32_t> rows(given.Data(), given.Data() + given.ElementLength());
    return run_async(info.Env(),
                     [path = std::move(path), row_bytes, fields = std::move(fields),
                      rows = std::move(rows)]() -> Settle {
                       const RecordFile file(path, row_bytes);
                       auto fits = fit_columns(file, fields, rows);
                       return [fits = std::move(fits)](Napi::Env env) -> Napi::Value {
                         Napi::Array list = Napi::Array::New(env, fits.size());
                         for (std::uint32_t i = 0; i < fits.size(); ++i)
                           list.Set(i, fit_object(env, fits[i]));
                         return list;
                       };
                     });
  });
}

// columnNameFlaw(name): what is wrong with it, or null.
Napi::Value name_flaw(const Napi::CallbackInfo& info) {
  const char* flaw = column_name_flaw(text_of(info[0], "name"));
  return flaw == nullptr ? info.Env().Null() : Napi::String::New(info.Env(), flaw);
}

// parseTimestamp(text): milliseconds since 1970, or null.
Napi::Value timestamp_in(const Napi::CallbackInfo& info) {
  const auto time = parse_timestamp(text_of(info[0], "text"));
  return time ? Napi::Number::New(info.Env(), *time) : info.Env().Null();
}

}  // namespace

void export_data(Napi::Env env, Napi::Object exports) {
  exports.Set("CsvReader", JsCsvReader::define(env));
  exports.Set("RecordBuilder", JsRecordBuilder::define(env));
  exports.Set("columnNameFlaw", Napi::Function::New(env, name_flaw, "columnNameFlaw"));
  exports.Set("parseTimestamp", Napi::Function::New(env, timestamp_in, "parseTimestamp"));
  exports.Set("fitColumns", Napi::Function::New(env, fit_columns_async, "fitColumns"));
}

}  // namespace nabla
