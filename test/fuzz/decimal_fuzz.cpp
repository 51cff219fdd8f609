// The values of cells against the C library's own reading of them: numbers, integers, text.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "data/decimal.h"

namespace {

[[noreturn]] void differ() {
  std::abort();
}

// sign? (digits ('.' digits?)? | '.' digits) ([eE] sign? digits)?
bool is_decimal(const std::string& text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  const auto sign = [&] {
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  };
  sign();
  std::size_t mantissa = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    mantissa += digits();
  }
  if (mantissa == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    sign();
    if (digits() == 0) return false;
  }
  return at == text.size();
}

void check_number(const std::string& text) {
  double value = 0;
  const nabla::Decimal kind = nabla::parse_decimal(text, value);
  const bool number = kind == nabla::Decimal::number || kind == nabla::Decimal::out_of_range;
  if (number != is_decimal(text)) differ();
  if (!number) return;
  const double expected = std::strtod(text.c_str(), nullptr);
  if (std::isinf(expected) != (kind == nabla::Decimal::out_of_range)) differ();
  if (kind == nabla::Decimal::number && std::memcmp(&value, &expected, sizeof value) != 0) differ();
}

void check_integer(const std::string& text) {
  std::int64_t value = 0;
  if (!nabla::parse_integer(text, value)) return;
  char* end = nullptr;
  if (std::strtoll(text.c_str(), &end, 10) != value || *end != '\0') differ();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  check_number(text);
  check_integer(text);
  bool truth = false;
  nabla::parse_boolean(text, truth);
  nabla::is_missing_word(text);
  nabla::is_utf8(text);
  return 0;
}
