// The element-wise kernels one at a time, as JS functions of typed arrays: what test/native checks
// against its references. Nothing in the server calls these.
#include <iterator>
#include <string>

#include "binding/addon.h"
#include "binding/error.h"
#include "binding/value.h"
#include "kernels/dispatch.h"
#include "training/schedule.h"

namespace nabla {
namespace {

/// The fields of a request object. A field of another type or size than asked for is an error.
class Request {
 public:
  explicit Request(const Napi::CallbackInfo& info)
      : env_(info.Env()), object_(info[0].As<Napi::Object>()) {}

  Napi::Env env() const { return env_; }
  std::string name() const { return object_.Get("name").As<Napi::String>(); }
  double number(const char* key) const { return object_.Get(key).As<Napi::Number>(); }
  Index size(const char* key) const { return object_.Get(key).As<Napi::Number>().Int64Value(); }
  bool has(const char* key) const { return object_.Has(key); }
  bool is_float64(const char* key) const {
    return object_.Get(key).As<Napi::TypedArray>().TypedArrayType() == napi_float64_array;
  }

  /// A typed array of at least `count` elements of T; null where the field is absent.
  template <class T>
  T* array(const char* key, Index count) const {
    if (!has(key)) return nullptr;
    auto array = object_.Get(key).As<Napi::TypedArrayOf<T>>();
    const auto type = sizeof(T) == 4 ? napi_float32_array : napi_float64_array;
    if (array.TypedArrayType() != type || static_cast<Index>(array.ElementLength()) < count) {
      throw Napi::TypeError::New(env_, std::string(key) + " has another type or is too short");
    }
    return array.Data();
  }

  /// `n` numbers of `parameters` as T.
  template <class T>
  void parameters(T* values, int n) const {
    const auto list = object_.Get("parameters").As<Napi::Array>();
    for (int i = 0; i < n; ++i) {
      values[i] =
          static_cast<T>(list.Get(static_cast<std::uint32_t>(i)).As<Napi::Number>().DoubleValue());
    }
  }

  int id(int found) const {
    if (found < 0) throw Napi::RangeError::New(env_, "nothing is called " + name());
    return found;
  }

 private:
  Napi::Env env_;
  Napi::Object object_;
};

/// Calls body<T>(request), T being the type of the array `key`.
template <class Body>
Napi::Value dispatch(const Napi::CallbackInfo& info, const char* key, Body body) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Request request(info);
    if (request.is_float64(key))
      body.template operator()<double>(request);
    else
      body.template operator()<float>(request);
    return info.Env().Undefined();
  });
}

/// { name, x, y }: y = f(x); with { exponents }, y = x^exponents.
Napi::Value evaluate_function(const Napi::CallbackInfo& info) {
  return dispatch(info, "x", []<class T>(const Request& request) {
    const Index count = request.size("count");
    const T* x = request.array<T>("x", count);
    T* y = request.array<T>("y", count);
    const ElementwiseTable<T>& kernels = table<T>().elementwise;
    if (request.has("exponents")) {
      kernels.power(y, x, request.array<T>("exponents", count), count);
    } else {
      kernels.math[request.id(find_function(request.name().c_str()))](y, x, count);
    }
  });
}

/// { name, rows, cols, ld, parameters, unit?, z, h, dh?, dz?, dunit? }: h = φ(z) and, with dh, dz
/// and, with dunit, the gradient of the units' parameters.
Napi::Value evaluate_activation(const Napi::CallbackInfo& info) {
  return dispatch(info, "z", []<class T>(const Request& request) {
    const int id = request.id(find_activation(request.name().c_str()));
    const ActivationKernel<T>& kernel = table<T>().elementwise.activations[id];
    const Index rows = request.size("rows"), cols = request.size("cols"), ld = request.size("ld");
    T parameters[maximum_parameters];
    request.parameters(parameters, activation_info(id).parameter_count);
    const T* unit = request.array<T>("unit", cols);
    if (unit == nullptr && activation_info(id).unit != UnitParameter::none) {
      throw Napi::TypeError::New(request.env(), request.name() + " needs `unit`");
    }
    const T* z = request.array<T>("z", rows * ld);
    T* h = request.array<T>("h", rows * ld);
    kernel.forward(h, z, ld, rows, cols, parameters, unit);
    const T* dh = request.array<T>("dh", rows * ld);
    if (dh == nullptr) return;
    const T* saved = activation_info(id).from_output ? h : z;
    kernel.backward(request.array<T>("dz", rows * ld), dh, saved, ld, rows, cols, parameters, unit);
    if (T* dunit = request.array<T>("dunit", cols); dunit != nullptr) {
      if (kernel.backward_unit_params == nullptr) {
        throw Napi::TypeError::New(request.env(), request.name() + " learns no `unit`");
      }
      kernel.backward_unit_params(dunit, dh, z, ld, rows, cols, parameters, unit);
    }
  });
}

/// { name, rows, cols, parameters, temperature, y, d, scale, losses?, gradient?, rowWeights?,
/// classWeights? }
Napi::Value evaluate_loss(const Napi::CallbackInfo& info) {
  return dispatch(info, "y", []<class T>(const Request& request) {
    const int id = request.id(find_loss(request.name().c_str()));
    const Index rows = request.size("rows"), cols = request.size("cols");
    T parameters[maximum_parameters];
    request.parameters(parameters, loss_info(id).parameter_count);
    const T temperature = static_cast<T>(request.number("temperature"));
    table<T>().elementwise.losses[id].evaluate(
        request.array<double>("losses", rows), request.array<T>("gradient", rows * cols),
        request.array<T>("y", rows * cols), request.array<T>("d", rows * cols), cols, cols, rows,
        cols, static_cast<T>(request.number("scale")), parameters,
        request.array<T>("rowWeights", rows), request.array<T>("classWeights", cols), &temperature);
  });
}

/// { name, parameters, learningRate, l1, l2, t, count, w, g, s0, s1, s2 }: one step, in place.
Napi::Value update_weights(const Napi::CallbackInfo& info) {
  return dispatch(info, "w", []<class T>(const Request& request) {
    const int id = request.id(find_optimizer(request.name().c_str()));
    OptimizerStep<T> step{};
    step.learning_rate = static_cast<T>(request.number("learningRate"));
    step.l1 = static_cast<T>(request.number("l1"));
    step.l2 = static_cast<T>(request.number("l2"));
    step.t = request.size("t");
    request.parameters(step.hyper, optimizer_info(id).parameter_count);
    prepare(id, step);
    const Index count = request.size("count");
    table<T>().optimizers[id].apply(request.array<T>("w", count), request.array<T>("s0", count),
                                    request.array<T>("s1", count), request.array<T>("s2", count),
                                    request.array<T>("g", count), count, step);
  });
}

/// scheduleRates({ schedule, learningRate, stepsPerEpoch, steps, observed }): the rate of each
/// step, `observed` being what the watched metric measures after each epoch.
Napi::Value schedule_rates(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto request = info[0].As<Napi::Object>();
    const std::int64_t steps = to_count(request.Get("steps"), "steps");
    const std::int64_t per_epoch = to_count(request.Get("stepsPerEpoch"), "stepsPerEpoch");
    const std::vector<double> observed = to_doubles(request.Get("observed"), "observed");
    Schedule schedule(to_value(request.Get("schedule")),
                      request.Get("learningRate").As<Napi::Number>().DoubleValue());
    schedule.set_length(steps);
    std::vector<double> rates;
    for (std::int64_t step = 0; step < steps; ++step) {
      const std::int64_t epoch = step / per_epoch;
      if (step > 0 && step % per_epoch == 0 && !observed.empty()) {
        schedule.observe(observed.at(static_cast<std::size_t>(epoch - 1)));
      }
      rates.push_back(schedule.rate(step, epoch));
    }
    return to_float64_array(info.Env(), rates);
  });
}

template <class Info>
Napi::Object describe(Napi::Env env, const Info& info) {
  Napi::Object row = Napi::Object::New(env);
  Napi::Array names = Napi::Array::New(env);
  for (int i = 0; i < info.parameter_count; ++i) {
    names.Set(static_cast<std::uint32_t>(i), info.parameter_names[i]);
  }
  row.Set("name", info.name);
  row.Set("parameters", names);
  return row;
}

/// The rows of the lists, for the test that the catalogue names the same.
Napi::Value list_kernels(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Array activations = Napi::Array::New(env), losses = Napi::Array::New(env),
              optimizers = Napi::Array::New(env);
  for (int i = 0; i < activation_count(); ++i) {
    const ActivationInfo& facts = activation_info(i);
    Napi::Object row = describe(env, facts);
    row.Set("vector", facts.vector);
    row.Set("kinked", facts.kinked);
    row.Set("unit", facts.unit == UnitParameter::none      ? "none"
                    : facts.unit == UnitParameter::learned ? "learned"
                                                           : "drawn");
    activations.Set(static_cast<std::uint32_t>(i), row);
  }
  for (int i = 0; i < loss_count(); ++i) {
    Napi::Object row = describe(env, loss_info(i));
    if (const char* fused = loss_info(i).fused_activation; fused != nullptr)
      row.Set("fused", fused);
    losses.Set(static_cast<std::uint32_t>(i), row);
  }
  for (int i = 0; i < optimizer_count(); ++i) {
    Napi::Object row = describe(env, optimizer_info(i));
    row.Set("stateCount", optimizer_info(i).state_count);
    optimizers.Set(static_cast<std::uint32_t>(i), row);
  }
  Napi::Array schedule_rows = Napi::Array::New(env);
  for (std::uint32_t i = 0; i < std::size(schedules); ++i) {
    Napi::Object row = describe(env, schedules[i].info);
    row.Set("counts", schedules[i].info.counts);
    row.Set("watches", schedules[i].info.watches);
    schedule_rows.Set(i, row);
  }
  Napi::Object lists = Napi::Object::New(env);
  lists.Set("schedules", schedule_rows);
  lists.Set("activations", activations);
  lists.Set("losses", losses);
  lists.Set("optimizers", optimizers);
  return lists;
}

}  // namespace

void export_math(Napi::Env env, Napi::Object exports) {
  Napi::Object kernels = Napi::Object::New(env);
  kernels.Set("list", Napi::Function::New<list_kernels>(env, "list"));
  kernels.Set("evaluateFunction", Napi::Function::New<evaluate_function>(env, "evaluateFunction"));
  kernels.Set("evaluateActivation",
              Napi::Function::New<evaluate_activation>(env, "evaluateActivation"));
  kernels.Set("evaluateLoss", Napi::Function::New<evaluate_loss>(env, "evaluateLoss"));
  kernels.Set("updateWeights", Napi::Function::New<update_weights>(env, "updateWeights"));
  kernels.Set("scheduleRates", Napi::Function::New<schedule_rates>(env, "scheduleRates"));
  exports.Set("kernels", kernels);
}

}  // namespace nabla
