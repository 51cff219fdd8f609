// Data sets in JS: CsvReader, RecordBuilder and fitColumns. Copies values in and out; no rules.
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "binding/addon.h"
#include "binding/async.h"
#include "binding/error.h"
#include "core/error.h"
#include "data/column_fit.h"
#include "data/csv_reader.h"
#include "data/record_builder.h"
#include "data/record_file.h"

namespace nabla {
namespace {

ColumnType column_type(const std::string& name) {
  if (name == "number") return ColumnType::number;
  if (name == "category") return ColumnType::category;
  if (name == "text") return ColumnType::text;
  if (name == "skip") return ColumnType::skip;
  throw Error("invalid-input", "unknown column type \"" + name + "\"");
}

const char* type_name(ColumnType type) {
  switch (type) {
    case ColumnType::number:
      return "number";
    case ColumnType::category:
      return "category";
    case ColumnType::text:
      return "text";
    case ColumnType::skip:
      return "skip";
  }
  return "";
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

void add_values(Napi::Env env, Napi::Object column, const RecordBuilder& records, std::size_t c) {
  const auto& values = records.categories(c);
  Napi::Array names = Napi::Array::New(env, values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) names.Set(i, values[i]);
  column.Set("values", names);
  const auto& counts = records.category_counts(c);
  Napi::Array numbers = Napi::Array::New(env, counts.size());
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    numbers.Set(i, static_cast<double>(counts[i]));
  }
  column.Set("counts", numbers);
}

// { rows, rowBytes, columns } of what was read so far; skipped columns left out.
Napi::Object summary(Napi::Env env, const RecordBuilder& records) {
  Napi::Array columns = Napi::Array::New(env);
  for (std::size_t c = 0; c < records.columns(); ++c) {
    const ColumnSpec& spec = records.spec(c);
    if (spec.type == ColumnType::skip) continue;
    Napi::Object column = Napi::Object::New(env);
    column.Set("name", spec.name);
    column.Set("type", type_name(spec.type));
    column.Set("offset", static_cast<double>(records.offset(c)));
    column.Set("missing", static_cast<double>(records.missing_count(c)));
    if (spec.type == ColumnType::number) {
      const RunningStatistics& statistics = records.statistics(c);
      const double none = std::numeric_limits<double>::quiet_NaN();
      column.Set("min", finite_or_null(env, statistics.min()));
      column.Set("max", finite_or_null(env, statistics.max()));
      column.Set("mean", finite_or_null(env, statistics.count() ? statistics.mean() : none));
      column.Set("std", finite_or_null(env, statistics.std()));
    } else {
      add_values(env, column, records, c);
    }
    columns.Set(columns.Length(), column);
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("rows", static_cast<double>(records.rows()));
  result.Set("rowBytes", static_cast<double>(records.row_bytes()));
  result.Set("columns", columns);
  return result;
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

// { delimiter?, types: [name, type][], maxColumns?, maxRows? }
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
  const auto limit = [&](const char* key, auto& target) {
    if (!given.Has(key)) return;
    const double value = given.Get(key).ToNumber().DoubleValue();
    target = static_cast<std::remove_reference_t<decltype(target)>>(value);
  };
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
         InstanceMethod("pending", &JsCsvReader::pending),
         InstanceMethod("takeRecords", &JsCsvReader::take_records),
         InstanceMethod("takeText", &JsCsvReader::take_text),
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

  Napi::Value pending(const Napi::CallbackInfo& info) {
    return pending_bytes(info, reader_->records());
  }
  Napi::Value take_records(const Napi::CallbackInfo& info) {
    return take(info, reader_->records(), &RecordBuilder::take_records);
  }
  Napi::Value take_text(const Napi::CallbackInfo& info) {
    return take(info, reader_->records(), &RecordBuilder::take_text);
  }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      if (reader_->records() == nullptr) throw Error("internal", "nothing has been read");
      return summary(info.Env(), *reader_->records());
    });
  }

  std::unique_ptr<CsvReader> reader_;
};

// For formats whose values are JS values: null is missing; in a column that is no number column,
// numbers and booleans become their JS text.
class JsRecordBuilder : public Napi::ObjectWrap<JsRecordBuilder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "RecordBuilder",
                       {InstanceMethod("append", &JsRecordBuilder::append),
                        InstanceMethod("pending", &JsRecordBuilder::pending),
                        InstanceMethod("takeRecords", &JsRecordBuilder::take_records),
                        InstanceMethod("takeText", &JsRecordBuilder::take_text),
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
                           column.Get("declared").ToBoolean()});
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

  // The column that refused its value, or columns().
  std::size_t append_row(const Napi::Array& row) {
    for (std::uint32_t c = 0; c < records_->columns(); ++c) {
      const Napi::Value value = row.Get(c);
      if (value.IsNull()) {
        records_->missing(c);
      } else if (records_->spec(c).type == ColumnType::number) {
        if (!value.IsNumber()) throw Napi::TypeError::New(row.Env(), "expected a number");
        records_->number(c, value.As<Napi::Number>());
      } else if (!records_->text(c, value.ToString().Utf8Value())) {
        return c;
      }
    }
    records_->end_row();
    return records_->columns();
  }

  Napi::Value pending(const Napi::CallbackInfo& info) {
    return pending_bytes(info, records_.get());
  }
  Napi::Value take_records(const Napi::CallbackInfo& info) {
    return take(info, records_.get(), &RecordBuilder::take_records);
  }
  Napi::Value take_text(const Napi::CallbackInfo& info) {
    return take(info, records_.get(), &RecordBuilder::take_text);
  }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value { return summary(info.Env(), *records_); });
  }

  std::unique_ptr<RecordBuilder> records_;
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
  return object;
}

std::vector<FieldRef> field_refs(const Napi::Array& given) {
  std::vector<FieldRef> fields;
  for (std::uint32_t i = 0; i < given.Length(); ++i) {
    const Napi::Object field = given.Get(i).As<Napi::Object>();
    const double offset = field.Get("offset").ToNumber();
    if (!(offset >= 0)) throw Error("invalid-input", "a field's offset is not negative");
    fields.push_back(
        {static_cast<std::size_t>(offset), field_type(text_of(field.Get("type"), "type"))});
  }
  return fields;
}

// fitColumns(path, rowBytes, fields, rows): Promise of one object a field. The rows are copied, so
// the caller may change them.
Napi::Value fit_columns_async(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    std::string path = text_of(info[0], "path");
    const auto row_bytes = static_cast<std::size_t>(info[1].ToNumber().Int64Value());
    std::vector<FieldRef> fields = field_refs(array_of(info[2]));
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

}  // namespace

void export_data(Napi::Env env, Napi::Object exports) {
  exports.Set("CsvReader", JsCsvReader::define(env));
  exports.Set("RecordBuilder", JsRecordBuilder::define(env));
  exports.Set("columnNameFlaw", Napi::Function::New(env, name_flaw, "columnNameFlaw"));
  exports.Set("fitColumns", Napi::Function::New(env, fit_columns_async, "fitColumns"));
}

}  // namespace nabla
