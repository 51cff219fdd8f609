// nabla::Error as a JS error, and back to JS from any C++ exception. No other kind leaves the
// addon.
#pragma once

#include <napi.h>

#include <exception>
#include <functional>

namespace nabla {

// A JS Error named NativeError with `code`, `message` and, where known, `pointer`.
// A foreign exception becomes code `internal` (or `out-of-memory` for std::bad_alloc).
Napi::Error to_js_error(Napi::Env env, std::exception_ptr error);

// Runs `body`; rethrows what it throws as a JS error. JS errors pass through.
Napi::Value guarded(Napi::Env env, const std::function<Napi::Value()>& body);

}  // namespace nabla
