// Strict: what is not exactly one of the forms is no timestamp.
#include "data/timestamp.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace nabla {

namespace {

// Reads fixed forms from the front of a text; once something did not fit, `sound` stays false.
struct Scan {
  std::string_view rest;
  bool sound = true;

  bool next_is(char wanted) const { return !rest.empty() && rest.front() == wanted; }
  bool skip(char wanted) {
    if (!next_is(wanted)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { sound = skip(wanted) && sound; }
  bool digit() const { return !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; }
  int take() {
    const int value = rest.front() - '0';
    rest.remove_prefix(1);
    return value;
  }
  // `count` digits, low ≤ value ≤ high.
  int number(int count, int low, int high) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (!digit()) {
        sound = false;
        return low;
      }
      value = 10 * value + take();
    }
    if (value < low || value > high) sound = false;
    return value;
  }
};

int days_in(int year, int month) {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil; year ≥ 0.
std::int64_t days_since_epoch(int year, int month, int day) {
  const int y = year + 400 - (month <= 2 ? 1 : 0);  // 400 years later, so that nothing is negative
  const int era = y / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return std::int64_t{era - 1} * 146097 + days - 719468;
}

// Microseconds of '.' and 1–9 digits, where there is one.
std::int64_t fraction(Scan& scan) {
  if (!scan.skip('.')) return 0;
  std::int64_t micros = 0;
  int count = 0;
  for (; scan.digit() && count < 9; ++count) {
    const int value = scan.take();
    if (count < 6) micros = 10 * micros + value;
    if (count >= 6 && value != 0) scan.sound = false;
  }
  if (count == 0) scan.sound = false;
  for (; count < 6; ++count) micros *= 10;
  return micros;
}

// Minutes to the east of UTC.
int zone(Scan& scan) {
  if (scan.rest.empty() || scan.skip('Z')) return 0;
  const int sign = scan.next_is('-') ? -1 : 1;
  if (!scan.skip('-')) scan.expect('+');
  const int hours = scan.number(2, 0, 23);
  scan.expect(':');
  return sign * (60 * hours + scan.number(2, 0, 59));
}

constexpr std::int64_t kDaySeconds = 86400;

bool within_years(std::int64_t seconds) {
  return seconds >= days_since_epoch(0, 1, 1) * kDaySeconds &&
         seconds < (days_since_epoch(9999, 12, 31) + 1) * kDaySeconds;
}

}  // namespace

std::optional<double> parse_timestamp(std::string_view text) noexcept {
  Scan scan{text};
  const int year = scan.number(4, 0, 9999);
  scan.expect('-');
  const int month = scan.number(2, 1, 12);
  scan.expect('-');
  const int day = scan.number(2, 1, 31);
  if (!scan.sound || day > days_in(year, month)) return std::nullopt;
  std::int64_t seconds = days_since_epoch(year, month, day) * kDaySeconds;
  if (scan.rest.empty()) return static_cast<double>(seconds) * 1000;
  if (!scan.skip(' ')) scan.expect('T');
  seconds += std::int64_t{3600} * scan.number(2, 0, 23);
  scan.expect(':');
  seconds += std::int64_t{60} * scan.number(2, 0, 59);
  scan.expect(':');
  seconds += scan.number(2, 0, 59);
  const std::int64_t micros = fraction(scan);
  seconds -= std::int64_t{60} * zone(scan);
  if (!scan.sound || !scan.rest.empty() || !within_years(seconds)) return std::nullopt;
  const double value = static_cast<double>(seconds * 1000) + static_cast<double>(micros) / 1000;
  const double whole = std::floor(value);
  const std::int64_t back =
      static_cast<std::int64_t>(whole) * 1000 + std::llround((value - whole) * 1000);
  if (back != seconds * 1'000'000 + micros) return std::nullopt;
  return value;
}

}  // namespace nabla
