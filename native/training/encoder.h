// Records of a data set into rows of network inputs or targets, column by column as fitted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/value.h"
#include "data/record_file.h"
#include "data/transform.h"
#include "kernels/types.h"

namespace nabla {

// A field of a record, as src/native.ts describes it.
struct EncodedField {
  std::size_t offset;
  FieldType type;
  Index count;  // values of a vector field
  bool one_hot;
  Index classes;                    // units of a one-hot field
  std::vector<std::int32_t> codes;  // what a category's code stands for: a rank, or a unit, or −1
                                    // for none of them; empty: itself
  std::vector<Step> steps;          // of values and ranks
  double fill;                      // in place of a missing value, before the steps; NaN: none
  bool indicator;                   // one more column, after the others: 1 where a value is missing

  Index width() const { return (one_hot ? classes : count) + (indicator ? 1 : 0); }
};

// A list of Step objects; none for null. Throws Error("invalid-input") with a pointer below
// `pointer`.
std::vector<Step> parse_steps(const Value* value, const std::string& pointer);

// A list of Field objects. Throws Error("invalid-input") with a pointer below `pointer`, also where
// a field does not fit into `row_bytes`.
std::vector<EncodedField> parse_fields(const Value& value, std::size_t row_bytes,
                                       const std::string& pointer);

class Encoder {
 public:
  explicit Encoder(const std::vector<EncodedField>& fields);

  Index width() const { return width_; }
  // Whether columns [begin, end) come from one one-hot field.
  bool one_hot(Index begin, Index end) const;
  // The original value of encoded value v of a column.
  double decode(Index column, double v) const {
    return invert_steps(steps_[static_cast<std::size_t>(column)], v);
  }

  // out(rows × width) = the records' fields, encoded. A code that stands for no unit gives all
  // zeros; a missing value without fill gives NaN.
  template <class T>
  void encode(const std::byte* const* records, Index rows, T* out, Index ld) const;
  template <class T>
  void encode(const std::byte* record, T* out) const {
    encode(&record, 1, out, width_);
  }

 private:
  enum class Kind { copy, values, ranks, units, missing };

  // Columns that are made alike: fields of one type that lie side by side in the record and take
  // the same steps, or a single other one.
  struct Run {
    Kind kind;
    std::size_t offset;
    FieldType type;
    Index count;  // of columns
    Index column;
    std::vector<std::int32_t> codes;
    double fill;  // of ranks and units
    std::vector<StepKind> steps;
    std::vector<std::vector<double>> a, b;  // of each step, by column of the run
    std::vector<double> fills;              // of values, by column
  };

  void append(const EncodedField& field);
  static bool joins(const Run& last, const Run& next);
  static double meaning(const Run& run, const std::byte* at);
  template <class T>
  void encode_values(const Run& run, const std::byte* const* records, Index rows, T* out,
                     Index ld) const;
  template <class T, class Load>
  void encode_column(const Run& run, const std::byte* const* records, Index rows, T* out, Index ld,
                     Load load) const;
  template <class T>
  void encode_units(const Run& run, const std::byte* const* records, Index rows, T* out,
                    Index ld) const;

  Index width_ = 0;
  std::vector<Run> runs_;
  std::vector<std::vector<Step>> steps_;  // by column
};

}  // namespace nabla
