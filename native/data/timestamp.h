// Points in time in text (RFC 3339, the part of ISO 8601 that files use). Formats nothing.
#pragma once

#include <optional>
#include <string_view>

namespace nabla {

// Milliseconds since 1970-01-01T00:00:00Z, by the Gregorian calendar and without leap seconds, of
//   YYYY-MM-DD                                       midnight
//   YYYY-MM-DD ('T' or ' ') HH:MM:SS ['.' 1–9 digits] ['Z' or ±HH:MM]
// the whole of `text`; without a zone it is UTC. Nothing for any other text, for days and hours
// that do not exist, outside the years 0000 to 9999 in UTC, and for a fraction that the double
// would not give back to the microsecond (any finer one; from the year 2248 on, and before 1692,
// some).
std::optional<double> parse_timestamp(std::string_view text) noexcept;

}  // namespace nabla
