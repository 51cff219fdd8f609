// Number, missing-word and UTF-8 checks of single cells.
#include "data/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nabla {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_word(std::string_view text, std::string_view lower_case) noexcept {
  return std::ranges::equal(text, lower_case, {}, lower);
}

// `text` without its sign.
bool is_number_like(std::string_view text) noexcept {
  if (text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x') return true;
  constexpr std::array<std::string_view, 6> words = {"nan",    "inf",     "infinity",
                                                     "1.#inf", "1.#qnan", "1.#ind"};
  return std::ranges::any_of(words, [&](std::string_view word) { return same_word(text, word); });
}

// from_chars says only "out of range" of 1e999 and of 1e-999. `text` is a well-formed decimal: the
// power of ten of its first non-zero digit tells which.
bool is_tiny(std::string_view text) noexcept {
  const std::size_t e = text.find_first_of("eE");
  const std::string_view digits = text.substr(0, e);
  bool negative = false;
  long long exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    negative = power.front() == '-';
    if (power.front() == '-' || power.front() == '+') power.remove_prefix(1);
    const auto parsed = std::from_chars(power.data(), power.data() + power.size(), exponent);
    // No text has so many digits that they would outweigh it, and the sum below stays in range.
    constexpr long long overwhelming = 1LL << 60;
    if (parsed.ec != std::errc() || exponent > overwhelming) return negative;
  }
  const auto point = static_cast<long long>(std::min(digits.find('.'), digits.size()));
  const auto first = static_cast<long long>(digits.find_first_of("123456789"));
  return (negative ? -exponent : exponent) + point - first < 0;
}

}  // namespace

Decimal parse_decimal(std::string_view text, double& value) noexcept {
  std::string_view unsigned_text = text;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) unsigned_text.remove_prefix(1);
  if (unsigned_text.empty()) return Decimal::words;
  if (!is_digit(unsigned_text[0]) && unsigned_text[0] != '.') {
    return is_number_like(unsigned_text) ? Decimal::number_like : Decimal::words;
  }
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(unsigned_text.data(), end, value);
  if (last != end) {
    return is_number_like(unsigned_text) ? Decimal::number_like : Decimal::words;
  }
  if (error == std::errc::invalid_argument) return Decimal::words;
  if (error == std::errc::result_out_of_range) {
    if (!is_tiny(unsigned_text)) return Decimal::out_of_range;
    value = 0;
  }
  if (std::isinf(value)) return Decimal::out_of_range;
  if (text[0] == '-') value = -value;
  return Decimal::number;
}

bool parse_integer(std::string_view text, std::int64_t& value) noexcept {
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) digits.remove_prefix(1);
  if (digits.empty() || !is_digit(digits[0])) return false;
  if (text[0] == '+') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, value);
  return last == end && error == std::errc() && (value != 0 || text[0] != '-');
}

bool parse_boolean(std::string_view text, bool& value) noexcept {
  value = same_word(text, "true");
  return value || same_word(text, "false");
}

bool is_missing_word(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 8> words = {"na",   "n/a",  "#n/a", "<na>",
                                                     "null", "none", "?",    "-"};
  return std::ranges::any_of(words, [&](std::string_view word) { return same_word(text, word); });
}

bool is_utf8(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return false;
    // The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF.
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(i + 1) < low || byte(i + 1) > high) return false;
    for (std::size_t k = 2; k < length; ++k) {
      if (byte(i + k) < 0x80 || byte(i + k) > 0xBF) return false;
    }
    i += length;
  }
  return true;
}

}  // namespace nabla
