// Native.Trainer: a training run as a JS object.
#include <napi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "binding/addon.h"
#include "binding/async.h"
#include "binding/error.h"
#include "binding/value.h"
#include "core/error.h"
#include "training/solver_faults.h"
#include "training/trainer.h"

namespace nabla {
namespace {

using AnyTrainer = std::variant<std::shared_ptr<Trainer<float>>, std::shared_ptr<Trainer<double>>>;

template <class T>
std::shared_ptr<Trainer<T>> make_trainer(TrainerOptions options, const Napi::Object& given) {
  const std::vector<double> values = to_doubles(given.Get("parameters"), "parameters");
  const Index expected = compile<T>(options.spec).parameter_count();
  if (static_cast<Index>(values.size()) != expected) {
    throw Error("shape-mismatch",
                "the network has " + std::to_string(expected) + " parameters, but " +
                    std::to_string(values.size()) + " are given",
                "/parameters");
  }
  const std::vector<T> parameters(values.begin(), values.end());
  std::vector<std::uint32_t> validation;
  if (!given.Get("validation").IsUndefined()) {
    validation = to_row_numbers(given.Get("validation"), "validation");
  }
  return std::make_shared<Trainer<T>>(std::move(options), parameters.data(),
                                      to_row_numbers(given.Get("train"), "train"),
                                      std::move(validation));
}

// The options without the arrays: copying those into a Value would be waste.
Value plain_options(const Napi::Object& given) {
  Value::Object members;
  for (const char* name : {"spec", "losses", "optimizer", "batchSize", "seed", "shuffle",
                           "replacement", "batchesPerStep", "schedule", "gradientClipping", "steps",
                           "stopping", "watchEvery", "fitCenters", "threads", "data"}) {
    const Napi::Value member = given.Get(name);
    if (!member.IsUndefined()) members.emplace_back(name, to_value(member));
  }
  return Value(std::move(members));
}

const char* state_name(TrainerState state) {
  switch (state) {
    case TrainerState::running:
      return "running";
    case TrainerState::done:
      return "done";
    case TrainerState::converged:
      return "converged";
    case TrainerState::stopped:
      return "stopped";
    case TrainerState::cancelled:
      return "cancelled";
    case TrainerState::diverged:
      return "diverged";
  }
  return "running";
}

// A number, a list with one for each class, or rows of a matrix of classes.
Napi::Value metric_to_js(Napi::Env env, const std::string& name,
                         const std::vector<double>& values) {
  const bool matrix = name.find("confusion-matrix") != std::string::npos;
  if (!matrix && name.find("-per-class") == std::string::npos) {
    return Napi::Number::New(env, values.front());
  }
  const auto list = [&](std::size_t begin, std::size_t end) {
    Napi::Array items = Napi::Array::New(env, end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      items.Set(static_cast<std::uint32_t>(i - begin), values[i]);
    }
    return items;
  };
  if (!matrix) return list(0, values.size());
  const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(values.size())) + 0.5);
  Napi::Array rows = Napi::Array::New(env, side);
  for (std::size_t r = 0; r < side; ++r) {
    rows.Set(static_cast<std::uint32_t>(r), list(r * side, (r + 1) * side));
  }
  return rows;
}

Napi::Array observations_to_js(Napi::Env env, const std::vector<Observation>& observations) {
  Napi::Array list = Napi::Array::New(env, observations.size());
  for (std::uint32_t i = 0; i < observations.size(); ++i) {
    Napi::Object item = Napi::Object::New(env);
    item.Set("epoch", static_cast<double>(observations[i].epoch));
    item.Set("name", observations[i].name);
    item.Set("value", observations[i].value);
    list.Set(i, item);
  }
  return list;
}

Napi::Value progress_to_js(Napi::Env env, const TrainerProgress& progress) {
  const auto number = [&](std::int64_t value) {
    return Napi::Number::New(env, static_cast<double>(value));
  };
  Napi::Object object = Napi::Object::New(env);
  object.Set("epoch", number(progress.epoch));
  object.Set("step", number(progress.step));
  object.Set("stepsPerEpoch", number(progress.steps_per_epoch));
  object.Set("epochLosses", to_float64_array(env, progress.epoch_losses));
  object.Set("epochRates", to_float64_array(env, progress.epoch_rates));
  object.Set("observations", observations_to_js(env, progress.observations));
  object.Set("rows", number(progress.rows));
  object.Set("seconds", Napi::Number::New(env, progress.seconds));
  object.Set("state", Napi::String::New(env, state_name(progress.state)));
  if (progress.state == TrainerState::stopped) {
    const bool early = progress.stop_reason == StopReason::early;
    object.Set("stopReason", early ? "early-stopping" : "tolerance");
  }
  if (progress.state == TrainerState::diverged) {
    Napi::Object at = Napi::Object::New(env);
    at.Set("epoch", number(progress.diverged_epoch));
    at.Set("step", number(progress.diverged_step));
    if (!progress.diverged_layer.empty()) {
      at.Set("layer", progress.diverged_layer);
      at.Set("weights", progress.diverged_in_weights);
    }
    object.Set("divergedAt", at);
  }
  return object;
}

Napi::Value state_to_js(Napi::Env env, const std::vector<StateArray>& state) {
  Napi::Array list = Napi::Array::New(env, state.size());
  std::uint32_t i = 0;
  for (const StateArray& array : state) {
    Napi::Object item = Napi::Object::New(env);
    item.Set("name", array.name);
    Napi::Array shape = Napi::Array::New(env, array.shape.size());
    for (std::uint32_t d = 0; d < array.shape.size(); ++d) {
      shape.Set(d, static_cast<double>(array.shape[d]));
    }
    item.Set("shape", shape);
    const auto copy = [&]<class T>(const std::vector<T>& values) -> Napi::Value {
      T* data = nullptr;
      const Napi::TypedArray typed = new_float_array(env, values.size(), data);
      std::copy(values.begin(), values.end(), data);
      return typed;
    };
    item.Set("values", std::visit(copy, array.values));
    list.Set(i++, item);
  }
  return list;
}

template <class T>
std::vector<T> copy_of(const Napi::Value& value) {
  const std::size_t count = value.As<Napi::TypedArray>().ElementLength();
  const T* values = float_array<T>(value, count, "values");
  return {values, values + count};
}

std::vector<StateArray> to_state(const Napi::Value& value) {
  if (!value.IsArray()) throw Napi::TypeError::New(value.Env(), "state must be an array");
  const auto list = value.As<Napi::Array>();
  std::vector<StateArray> state;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const auto item = list.Get(i).As<Napi::Object>();
    const auto shape = item.Get("shape").As<Napi::Array>();
    StateArray array{item.Get("name").As<Napi::String>(), {}, {}};
    for (std::uint32_t d = 0; d < shape.Length(); ++d) {
      array.shape.push_back(to_count(shape.Get(d), "shape"));
    }
    const Napi::Value values = item.Get("values");
    if (!values.IsTypedArray()) throw Napi::TypeError::New(value.Env(), "values must be numbers");
    if (values.As<Napi::TypedArray>().TypedArrayType() == napi_float64_array) {
      array.values = copy_of<double>(values);
    } else {
      array.values = copy_of<float>(values);
    }
    state.push_back(std::move(array));
  }
  return state;
}

// A type of our own: Node exports the machinery of std::shared_ptr<bool>, and the loader would mix
// it with ours.
struct Desk {
  bool taken = false;  // touched by the JS thread alone
};

class TrainerBinding : public Napi::ObjectWrap<TrainerBinding> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Trainer",
                       {InstanceMethod<&TrainerBinding::run>("run"),
                        InstanceMethod<&TrainerBinding::evaluate>("evaluate"),
                        InstanceMethod<&TrainerBinding::cancel>("cancel"),
                        InstanceMethod<&TrainerBinding::restore_best>("restoreBest"),
                        InstanceMethod<&TrainerBinding::parameters>("parameters"),
                        InstanceMethod<&TrainerBinding::state>("state"),
                        InstanceMethod<&TrainerBinding::restore>("restore")});
  }

  explicit TrainerBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<TrainerBinding>(info) {
    guarded(info.Env(), [&] {
      if (!info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "options must be an object");
      const auto given = info[0].As<Napi::Object>();
      TrainerOptions options = parse_trainer_options(plain_options(given));
      if (options.spec.dtype == Dtype::float64) {
        trainer_ = make_trainer<double>(std::move(options), given);
      } else {
        trainer_ = make_trainer<float>(std::move(options), given);
      }
      return info.Env().Undefined();
    });
  }

 private:
  template <class Body>
  Napi::Value with(const Napi::CallbackInfo& info, Body body) {
    return guarded(info.Env(), [&] {
      return std::visit([&](auto& trainer) -> Napi::Value { return body(trainer); }, trainer_);
    });
  }

  // One run or evaluation at a time: they share the trainer's buffers.
  void begin_work(Napi::Env env) {
    if (desk_->taken) throw Napi::Error::New(env, "the trainer is at work already");
    desk_->taken = true;
  }

  template <class Body>
  Napi::Value work(const Napi::CallbackInfo& info, Body body) {
    begin_work(info.Env());
    auto done = std::shared_ptr<void>(nullptr, [desk = desk_](void*) { desk->taken = false; });
    return run_async(info.Env(), [body = std::move(body), done]() -> Settle {
      return [settle = body(), done](Napi::Env env) { return settle(env); };
    });
  }

  Napi::Value run(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      const std::int64_t epochs = to_count(info[0], "epochs");
      if (!info[1].IsNumber()) throw Napi::TypeError::New(info.Env(), "budgetMs must be a number");
      const double budget = info[1].As<Napi::Number>().DoubleValue();
      const std::int64_t steps = info[2].IsUndefined() ? std::numeric_limits<std::int64_t>::max()
                                                       : to_count(info[2], "steps");
      return work(info, [trainer, epochs, budget, steps]() -> Settle {
        return [progress = trainer->run(epochs, budget, steps)](Napi::Env env) {
          return progress_to_js(env, progress);
        };
      });
    });
  }

  Napi::Value evaluate(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      auto rows = to_row_numbers(info[0], "rows");
      auto metrics = to_strings(info[1], "metrics");
      return work(
          info, [trainer, rows = std::move(rows), metrics = std::move(metrics)]() -> Settle {
            return [result = trainer->evaluate(rows, metrics)](Napi::Env env) -> Napi::Value {
              Napi::Object object = Napi::Object::New(env);
              for (const auto& [name, value] : result) {
                object.Set(name, metric_to_js(env, name, value));
              }
              return object;
            };
          });
    });
  }

  Napi::Value cancel(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      trainer->cancel();
      return info.Env().Undefined();
    });
  }

  Napi::Value restore_best(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      if (desk_->taken) throw Napi::Error::New(info.Env(), "the trainer is at work");
      return Napi::Number::New(info.Env(), static_cast<double>(trainer->restore_best()));
    });
  }

  Napi::Value parameters(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Trainer<T>>& trainer) -> Napi::Value {
      refuse_at_work(info.Env());
      T* values = nullptr;
      const Napi::TypedArray array = new_float_array(
          info.Env(), static_cast<std::size_t>(trainer->plan().parameter_count()), values);
      trainer->save(values);
      return array;
    });
  }

  void refuse_at_work(Napi::Env env) const {
    if (desk_->taken) throw Napi::Error::New(env, "the trainer is at work");
  }

  Napi::Value state(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      refuse_at_work(info.Env());
      return state_to_js(info.Env(), trainer->state());
    });
  }

  Napi::Value restore(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& trainer) {
      refuse_at_work(info.Env());
      trainer->restore(to_state(info[0]));
      return info.Env().Undefined();
    });
  }

  AnyTrainer trainer_;
  std::shared_ptr<Desk> desk_ = std::make_shared<Desk>();
};

// solverFaults(spec, losses, optimizer): { about, detail } of each thing a solver cannot train.
Napi::Value faults_of_solver(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto faults = solver_faults(parse_network_spec(to_value(info[0])),
                                      parse_losses(to_value(info[1])), to_value(info[2]));
    Napi::Array list = Napi::Array::New(info.Env(), faults.size());
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
      Napi::Object fault = Napi::Object::New(info.Env());
      fault.Set("about", faults[i].about);
      fault.Set("detail", faults[i].detail);
      list.Set(i, fault);
    }
    return list;
  });
}

}  // namespace

void export_trainer(Napi::Env env, Napi::Object exports) {
  exports.Set("solverFaults", Napi::Function::New<faults_of_solver>(env, "solverFaults"));
  exports.Set("Trainer", TrainerBinding::define(env));
}

}  // namespace nabla
