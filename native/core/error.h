// The one exception of the native code: a code the service maps to HTTP, a message, a place in the
// spec.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace nabla {

// Codes: invalid-network, invalid-input, shape-mismatch, unknown-layer, unknown-type,
// duplicate-name, cyclic-network, unused-layer, out-of-memory, diverged, cancelled, io, internal.
class Error : public std::runtime_error {
 public:
  // `pointer` is a JSON pointer into the network spec (or the options of the call), empty if none.
  Error(std::string code, const std::string& message, std::string pointer = "")
      : std::runtime_error(message), code(std::move(code)), pointer(std::move(pointer)) {}

  std::string code;
  std::string pointer;
};

}  // namespace nabla
