// C++ exceptions → JS errors.
#include "binding/error.h"

#include <new>
#include <string>

#include "core/error.h"

namespace nabla {
namespace {

Napi::Error make_error(Napi::Env env, const char* message, const std::string& code,
                       const std::string& pointer) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("name", Napi::String::New(env, "NativeError"));
  error.Set("code", Napi::String::New(env, code));
  if (!pointer.empty()) error.Set("pointer", Napi::String::New(env, pointer));
  return error;
}

}  // namespace

Napi::Error to_js_error(Napi::Env env, std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const Napi::Error& e) {
    return e;
  } catch (const Error& e) {
    return make_error(env, e.what(), e.code, e.pointer);
  } catch (const std::bad_alloc&) {
    return make_error(env, "not enough memory", "out-of-memory", "");
  } catch (const std::exception& e) {
    return make_error(env, e.what(), "internal", "");
  } catch (...) {
    return make_error(env, "unknown native exception", "internal", "");
  }
}

Napi::Value guarded(Napi::Env env, const std::function<Napi::Value()>& body) {
  try {
    return body();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw to_js_error(env, std::current_exception());
  }
}

}  // namespace nabla
