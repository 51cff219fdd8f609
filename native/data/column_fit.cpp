// Column statistics, a few columns at a time so that a pass over the file serves all of them.
#include "data/column_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"
#include "data/quantile_sketch.h"

namespace nabla {
namespace {

constexpr std::size_t kGatherBytes = std::size_t{64} << 20;
// Columns gathered in one pass over the rows: two cache lines of f64 fields.
constexpr std::size_t kGatherColumns = 16;

class CompensatedSum {
 public:
  void add(double x) noexcept {
    const double t = sum_ + x;
    lost_ += std::abs(sum_) >= std::abs(x) ? (sum_ - t) + x : (x - t) + sum_;
    sum_ = t;
  }
  double value() const noexcept { return std::isfinite(lost_) ? sum_ + lost_ : sum_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

// What `field` holds in a record, after its steps: NaN for nothing.
class Reader {
 public:
  Reader(const RecordFile& file, const FitField& field) : file_(file), field_(field) {}

  // `value`, read from the row, or NaN.
  double after_steps(std::uint32_t row, double value) {
    if (std::isnan(value)) return value;
    if (!field_.codes.empty()) {
      const bool known = value >= 0 && value < static_cast<double>(field_.codes.size());
      value = known ? field_.codes[static_cast<std::size_t>(value)] : -1;
    }
    if (field_.steps.empty()) return value;
    const double result = apply_steps(field_.steps, value);
    if (std::isfinite(result)) return result;
    if (!outside_) outside_ = OutsideValue{row, value};
    return std::numeric_limits<double>::quiet_NaN();
  }
  double operator()(std::uint32_t row) {
    return after_steps(row, read_field(file_.row(row), field_.place));
  }
  const std::optional<OutsideValue>& outside() const { return outside_; }

 private:
  const RecordFile& file_;
  const FitField& field_;
  std::optional<OutsideValue> outside_;
};

// Reorders `values`.
double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  return below + (*middle - below) / 2;
}

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// mean, std, min, max of what `each(visit)` visits, twice in the same order; no NaN among it.
template <class Each>
ColumnFit fit_each(std::uint64_t size, std::uint64_t missing, Each each) {
  if (size == 0) return {kNone, kNone, kNone, kNone, kNone, 0, missing, {}, {}};
  const double count = static_cast<double>(size);
  CompensatedSum sum;
  double min = std::numeric_limits<double>::infinity();
  double max = -min;
  each([&](double x) {
    sum.add(x);
    min = std::min(min, x);
    max = std::max(max, x);
  });
  const double mean = sum.value() / count;
  CompensatedSum squares;
  CompensatedSum deviations;
  each([&](double x) {
    squares.add((x - mean) * (x - mean));
    deviations.add(x - mean);
  });
  const double d = deviations.value();
  const double variance = std::max(0.0, (squares.value() - d * d / count) / count);
  // A constant column has no spread, whatever rounding the mean took.
  const double std = min == max ? 0 : std::sqrt(variance);
  return {min == max ? min : mean, std, min, max, kNone, size, missing, {}, {}};
}

// Reorders `values`, which hold no NaN.
ColumnFit fit_values(std::vector<double>& values, std::uint64_t missing,
                     const std::vector<double>& shares) {
  ColumnFit fit = fit_each(values.size(), missing, [&](auto visit) {
    for (const double x : values) visit(x);
  });
  if (values.empty()) {
    fit.quantiles.assign(shares.size(), kNone);
  } else {
    fit.median = median_of(values);
    if (!shares.empty()) fit.quantiles = exact_quantiles(shares, values);
  }
  return fit;
}

// All values of a vector field together, straight from the records: they may not fit in memory.
ColumnFit fit_vector(const RecordFile& file, const FitField& field,
                     const std::vector<std::uint32_t>& rows) {
  Reader reader(file, field);
  const FieldRef& place = field.place;
  const auto each = [&](auto visit) {
    with_loader(place.type, [&](auto load) {
      for (const std::uint32_t row : rows) {
        const std::byte* at = file.row(row) + place.offset;
        for (std::size_t i = 0; i < place.count; ++i) {
          const double x = reader.after_steps(row, load(at, i));
          if (!std::isnan(x)) visit(x);
        }
      }
    });
  };
  std::uint64_t count = 0;
  each([&](double) { ++count; });
  ColumnFit fit = fit_each(count, rows.size() * place.count - count, each);
  fit.outside = reader.outside();
  return fit;
}

void check(const RecordFile& file, const std::vector<FitField>& fields,
           const std::vector<std::uint32_t>& rows) {
  for (const auto& [field, codes, steps, shares] : fields) {
    if (field.count > file.row_bytes()) throw Error("invalid-input", "a field is too wide");
    const std::size_t size = field_size(field.type) * field.count;
    if (size > file.row_bytes() || field.offset > file.row_bytes() - size) {
      throw Error("invalid-input", "a field lies outside the record");
    }
  }
  for (const std::uint32_t row : rows) {
    if (row >= file.rows()) {
      throw Error("invalid-input", "row " + std::to_string(row) + " lies outside the data set");
    }
  }
}

}  // namespace

std::vector<ColumnFit> fit_columns(const RecordFile& file, const std::vector<FitField>& fields,
                                   const std::vector<std::uint32_t>& rows) {
  check(file, fields, rows);
  std::vector<ColumnFit> fits(fields.size());
  std::vector<std::size_t> scalars;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].place.count == 1) {
      scalars.push_back(f);
    } else {
      fits[f] = fit_vector(file, fields[f], rows);
    }
  }
  const std::size_t column_bytes = std::max<std::size_t>(1, rows.size() * sizeof(double));
  const std::size_t width = std::clamp<std::size_t>(kGatherBytes / column_bytes, 1, kGatherColumns);
  std::vector<std::vector<double>> gathered(width);
  for (std::size_t first = 0; first < scalars.size(); first += width) {
    const std::size_t columns = std::min(width, scalars.size() - first);
    for (auto& values : gathered) values.clear();
    std::vector<Reader> readers;
    for (std::size_t c = 0; c < columns; ++c)
      readers.emplace_back(file, fields[scalars[first + c]]);
    for (const std::uint32_t row : rows) {
      for (std::size_t c = 0; c < columns; ++c) {
        const double value = readers[c](row);
        if (!std::isnan(value)) gathered[c].push_back(value);
      }
    }
    for (std::size_t c = 0; c < columns; ++c) {
      ColumnFit& fit = fits[scalars[first + c]];
      fit = fit_values(gathered[c], rows.size() - gathered[c].size(),
                       fields[scalars[first + c]].shares);
      fit.outside = readers[c].outside();
    }
  }
  return fits;
}

}  // namespace nabla
