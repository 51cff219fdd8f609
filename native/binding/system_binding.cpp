// What the addon runs on, in JS: system() and the probe fmaPeak(dtype).
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>

#include "binding/addon.h"
#include "binding/error.h"
#include "binding/value.h"
#include "kernels/dispatch.h"
#include "kernels/gang.h"

namespace nabla {
namespace {

#if defined(__clang__)
constexpr const char* compiler = "clang " __clang_version__;
#else
constexpr const char* compiler = "gcc " __VERSION__;
#endif

Napi::Value system(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Napi::Env env = info.Env();
    const auto isas = available_isas();
    Napi::Array available = Napi::Array::New(env, isas.size());
    for (std::uint32_t i = 0; i < isas.size(); ++i) available.Set(i, isas[i]);
    Napi::Object lanes = Napi::Object::New(env);
    lanes.Set("float32", static_cast<double>(table<float>().lanes));
    lanes.Set("float64", static_cast<double>(table<double>().lanes));
    Napi::Object system = Napi::Object::New(env);
    system.Set("isa", table<float>().name);
    system.Set("available", available);
    system.Set("cores", available_cores());
    system.Set("threads", default_threads());
    system.Set("lanes", lanes);
    system.Set("compiler", compiler);
    return system;
  });
}

/// The best of bursts of about 1 ms over 20 ms, in GFLOP/s: a burst that shared its core is not it.
template <class T>
double measure_peak() {
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;
  const auto burst = table<T>().fma_burst;
  const Clock::time_point begin = Clock::now();
  Index rounds = 1000;
  double best = 0;
  while (Seconds(Clock::now() - begin).count() < 20e-3) {
    const Clock::time_point start = Clock::now();
    const double operations = burst(rounds);
    const double seconds = Seconds(Clock::now() - start).count();
    best = std::max(best, operations / seconds);
    if (seconds < 0.5e-3) rounds *= 2;
  }
  return best * 1e-9;
}

Napi::Value fma_peak(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Napi::Env env = info.Env();
    const std::string dtype = info[0].IsString() ? info[0].As<Napi::String>().Utf8Value() : "";
    if (dtype == "float32") return Napi::Number::New(env, measure_peak<float>());
    if (dtype == "float64") return Napi::Number::New(env, measure_peak<double>());
    throw Napi::TypeError::New(env, "dtype must be \"float32\" or \"float64\"");
  });
}

// Lets this process map `bytes` of its own memory more than it has now, and no more: what goes
// beyond fails as out of memory. False where the system does not say what it has (not Linux).
Napi::Value limit_memory(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const std::int64_t more = to_count(info[0], "bytes");
    // proc(5): pages of size, resident, shared, text, lib, data + stack.
    std::ifstream statm("/proc/self/statm");
    std::int64_t pages = 0;
    for (int i = 0; i < 6; ++i) statm >> pages;
    if (!statm) return Napi::Boolean::New(info.Env(), false);
    const rlim_t most = static_cast<rlim_t>(pages * sysconf(_SC_PAGESIZE) + more);
    const rlimit limit{most, most};
    return Napi::Boolean::New(info.Env(), setrlimit(RLIMIT_DATA, &limit) == 0);
  });
}

}  // namespace

void export_system(Napi::Env env, Napi::Object exports) {
  exports.Set("system", Napi::Function::New(env, system, "system"));
  exports.Set("limitMemory", Napi::Function::New(env, limit_memory, "limitMemory"));
  exports.Set("fmaPeak", Napi::Function::New(env, fma_peak, "fmaPeak"));
}

}  // namespace nabla
