// Native.summarize and Native.Network: networks as JS objects.
#include <napi.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "binding/addon.h"
#include "binding/async.h"
#include "binding/error.h"
#include "binding/value.h"
#include "core/inspection.h"
#include "core/network.h"
#include "core/summary.h"

namespace nabla {
namespace {

constexpr Index kDefaultBatch = 32;

using AnyNetwork = std::variant<std::shared_ptr<Network<float>>, std::shared_ptr<Network<double>>>;

AnyNetwork make_network(NetworkSpec spec) {
  if (spec.dtype == Dtype::float64) return std::make_shared<Network<double>>(std::move(spec));
  return std::make_shared<Network<float>>(std::move(spec));
}

template <class T>
std::size_t parameter_count(const Network<T>& network) {
  return static_cast<std::size_t>(network.plan().parameter_count());
}

// {"a", "b"} of `object` becomes object.a.b, made on the way.
void set_path(Napi::Env env, Napi::Object object, const std::vector<std::string>& path,
              Napi::Value value) {
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (!object.HasOwnProperty(path[i])) object.Set(path[i], Napi::Object::New(env));
    object = object.Get(path[i]).As<Napi::Object>();
  }
  object.Set(path.back(), value);
}

Napi::Value inspection_to_js(Napi::Env env, const Inspection& inspection) {
  Napi::Object result = Napi::Object::New(env);
  for (const InspectionTensor& tensor : inspection.tensors) {
    Napi::Array shape = Napi::Array::New(env, tensor.shape.size());
    for (std::uint32_t i = 0; i < tensor.shape.size(); ++i) {
      shape.Set(i, static_cast<double>(tensor.shape[i]));
    }
    Napi::Object value = Napi::Object::New(env);
    value.Set("shape", shape);
    value.Set("values", to_float64_array(env, tensor.values));
    set_path(env, result, tensor.path, value);
  }
  if (!inspection.gradient_check.is_null()) {
    result.Set("gradientCheck", to_js(env, inspection.gradient_check));
  }
  return result;
}

template <class T>
InspectionRequest parse_inspection(const Network<T>& network, const Napi::Object& request) {
  InspectionRequest parsed;
  parsed.rows = to_count(request.Get("rows"), "rows");
  parsed.want = to_strings(request.Get("want"), "want");
  parsed.x = to_doubles(request.Get("x"), "x");
  const auto rows = static_cast<std::size_t>(parsed.rows);
  if (rows == 0 || parsed.x.size() != rows * static_cast<std::size_t>(network.plan().input_size)) {
    throw Error("shape-mismatch", "x must be rows × inputSize numbers, of at least one row", "/x");
  }
  if (!request.Get("targets").IsUndefined()) {
    parsed.targets = to_doubles(request.Get("targets"), "targets");
    if (parsed.targets.size() != rows * static_cast<std::size_t>(network.plan().output_size())) {
      throw Error("shape-mismatch", "targets must be rows × output size numbers", "/targets");
    }
  }
  parsed.losses = to_value(request.Get("losses"));
  const Napi::Value mode = request.Get("mode");
  parsed.mode = mode.IsString() && mode.As<Napi::String>().Utf8Value() == "train" ? Mode::train
                                                                                  : Mode::predict;
  return parsed;
}

class NetworkBinding : public Napi::ObjectWrap<NetworkBinding> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Network",
                       {InstanceAccessor<&NetworkBinding::summary>("summary"),
                        InstanceMethod<&NetworkBinding::initialize>("initialize"),
                        InstanceMethod<&NetworkBinding::parameters>("parameters"),
                        InstanceMethod<&NetworkBinding::set_parameters>("setParameters"),
                        InstanceMethod<&NetworkBinding::predict>("predict"),
                        InstanceMethod<&NetworkBinding::predict_async>("predictAsync"),
                        InstanceMethod<&NetworkBinding::inspect>("inspect")});
  }

  explicit NetworkBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NetworkBinding>(info) {
    guarded(info.Env(), [&] {
      network_ = make_network(parse_network_spec(to_value(info[0])));
      return info.Env().Undefined();
    });
  }

 private:
  // Calls body(network) with the network of whichever dtype.
  template <class Body>
  Napi::Value with(const Napi::CallbackInfo& info, Body body) {
    return guarded(info.Env(), [&] {
      return std::visit([&](auto& network) -> Napi::Value { return body(network); }, network_);
    });
  }

  Napi::Value summary(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& network) {
      return to_js(info.Env(), summarize(network->spec(), network->plan(), kDefaultBatch));
    });
  }

  Napi::Value initialize(const Napi::CallbackInfo& info) {
    return with(info, [&](auto& network) {
      network->initialize();
      return info.Env().Undefined();
    });
  }

  Napi::Value parameters(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Network<T>>& network) -> Napi::Value {
      T* values = nullptr;
      const Napi::TypedArray array = new_float_array(info.Env(), parameter_count(*network), values);
      network->save(values);
      return array;
    });
  }

  Napi::Value set_parameters(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Network<T>>& network) {
      network->load(float_array<T>(info[0], parameter_count(*network), "values"));
      return info.Env().Undefined();
    });
  }

  Napi::Value predict(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Network<T>>& network) -> Napi::Value {
      const Plan<T>& plan = network->plan();
      const Index rows = to_count(info[1], "rows");
      const T* x = float_array<T>(info[0], static_cast<std::size_t>(rows * plan.input_size), "x");
      T* y = nullptr;
      const Napi::TypedArray result =
          new_float_array(info.Env(), static_cast<std::size_t>(rows * plan.output_size()), y);
      if (rows > 0) network->predict(*network->parameters(), x, rows, y);
      return result;
    });
  }

  Napi::Value predict_async(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Network<T>>& network) -> Napi::Value {
      const Plan<T>& plan = network->plan();
      const Index rows = to_count(info[1], "rows");
      const T* x = float_array<T>(info[0], static_cast<std::size_t>(rows * plan.input_size), "x");
      const int threads = info[2].IsNumber() ? static_cast<int>(to_count(info[2], "threads")) : 1;
      auto alive =
          std::make_shared<Napi::ObjectReference>(Napi::Persistent(info[0].As<Napi::Object>()));
      auto parameters = network->parameters();
      return run_async(info.Env(), [network, parameters, x, rows, threads, alive]() -> Settle {
        auto y = std::make_shared<std::vector<T>>(
            static_cast<std::size_t>(rows * network->plan().output_size()));
        if (rows > 0) network->predict(*parameters, x, rows, y->data(), threads > 0 ? threads : 1);
        return [y](Napi::Env env) -> Napi::Value {
          T* data = nullptr;
          const Napi::TypedArray result = new_float_array(env, y->size(), data);
          std::copy(y->begin(), y->end(), data);
          return result;
        };
      });
    });
  }

  Napi::Value inspect(const Napi::CallbackInfo& info) {
    return with(info, [&]<class T>(std::shared_ptr<Network<T>>& network) {
      if (!info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "request must be an object");
      const InspectionRequest request = parse_inspection(*network, info[0].As<Napi::Object>());
      return inspection_to_js(info.Env(), nabla::inspect(*network, request));
    });
  }

  AnyNetwork network_;
};

Napi::Value summarize_spec(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Index batch = info[1].IsNumber() ? to_count(info[1], "batchSize") : kDefaultBatch;
    return to_js(info.Env(),
                 summarize(parse_network_spec(to_value(info[0])), batch > 0 ? batch : 1));
  });
}

}  // namespace

void export_network(Napi::Env env, Napi::Object exports) {
  exports.Set("summarize", Napi::Function::New(env, summarize_spec, "summarize"));
  exports.Set("Network", NetworkBinding::define(env));
}

}  // namespace nabla
