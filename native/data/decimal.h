// Strict decimal numbers in text: what a CSV cell may hold to be a number, and nothing else.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace nabla {

enum class Decimal : std::uint8_t {
  number,
  out_of_range,  // larger than a 64-bit float can be
  number_like,   // NaN, Infinity, hexadecimal: written by a program that meant a number
  words,         // anything else
};

// sign? (digits ('.' digits?)? | '.' digits) ([eE] sign? digits)?, the whole of `text`, rounded to
// the nearest double; what is too small becomes ±0.
Decimal parse_decimal(std::string_view text, double& value) noexcept;

// sign? digits, the whole of `text`, within 64 bits: ±2⁶³ and not −0.
bool parse_integer(std::string_view text, std::int64_t& value) noexcept;

// `true` or `false` in any case.
bool parse_boolean(std::string_view text, bool& value) noexcept;

// Words that stand for "no value" in many files: NA, N/A, null, none, ?, -, in any case.
bool is_missing_word(std::string_view text) noexcept;

// Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view text) noexcept;

}  // namespace nabla
