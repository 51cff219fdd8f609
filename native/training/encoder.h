// Records of a data set into rows of network inputs or targets, column by column as fitted.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/value.h"
#include "data/record_file.h"
#include "kernels/types.h"

namespace nabla {

// A field of a record, as src/native.ts describes it.
struct EncodedField {
  std::size_t offset;
  FieldType type;
  Index count;  // columns of a vector field
  bool one_hot;
  Index classes;  // width of a one-hot field
  double shift;   // encoded = (v − shift) / spread, or 0 for spread 0
  double spread;
  double fill;  // in place of a missing value; NaN: none

  Index width() const { return one_hot ? classes : count; }
};

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
    const auto c = static_cast<std::size_t>(column);
    return v * spread_[c] + shift_[c];
  }

  // out(rows × width) = the records' fields, encoded. A class code outside the range gives all
  // zeros; a missing value without fill gives NaN.
  template <class T>
  void encode(const std::byte* const* records, Index rows, T* out, Index ld) const;
  template <class T>
  void encode(const std::byte* record, T* out) const {
    encode(&record, 1, out, width_);
  }

 private:
  // Fields of one type that lie side by side in the record.
  struct Run {
    std::size_t offset;
    FieldType type;
    Index count;
    Index column;
    bool one_hot;
    Index classes;
    double fill;    // of a one-hot field
    bool identity;  // nothing to shift, scale or fill
  };

  void append(const EncodedField& field);
  template <class T>
  void encode_values(const Run& run, const std::byte* const* records, Index rows, T* out,
                     Index ld) const;
  template <class T>
  void encode_classes(const Run& run, const std::byte* const* records, Index rows, T* out,
                      Index ld) const;

  Index width_ = 0;
  std::vector<Run> runs_;
  std::vector<double> shift_, spread_, divisor_, fill_;  // by column
};

}  // namespace nabla
