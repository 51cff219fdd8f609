// One network of every layer type, trained for 200 steps in each dtype: the same weights to the
// last bit on any number of threads, 1 … 4 or as many as the first argument says. Prints a hash of
// them, which every instruction set with fused multiply-adds must agree on: the initial weights and
// the data come from integers, because the standard library's logarithm differs between machines.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "layers/list.h"
#include "training/trainer.h"

namespace {

using namespace nabla;
using Array = Value::Array;
using Object = Value::Object;

constexpr int rows = 120, inputs = 20, outputs = 2, batch = 80, epochs = 100;

class Uniform {
 public:
  /// The next of a fixed sequence of numbers in [−1, 1), each exact in float32.
  double operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(static_cast<std::int64_t>(state_) >> 40) * 0x1p-23;
  }

 private:
  std::uint64_t state_ = 1;
};

Value dense(int units, const char* activation) {
  return Object{{"type", "dense"}, {"units", units}, {"activation", activation}};
}

/// A chain of layers of every type, and an activation of each kind: scalar, vector, learned, drawn.
Array layers() {
  const Object mean{{"type", "activation"},
                    {"activation", Object{{"type", "softmax"}, {"temperature", 2}}}};
  const Object slopes{{"type", "rrelu"}, {"lower", 0.1}, {"upper", 0.4}};
  return {
      Object{{"type", "rbf"},
             {"name", "centres"},
             {"units", 12},
             {"placement", "k-means"},
             {"inputs", Array{"input"}}},
      Object{{"type", "rbf"},
             {"units", 9},
             {"shape", "per-dimension"},
             {"kernel", "inverse-multiquadric"},
             {"normalized", true},
             {"inputs", Array{"input"}},
             {"name", "normalized"}},
      Object{
          {"type", "merge"}, {"inputs", Array{"centres", "normalized", "input"}}, {"name", "all"}},
      Object{{"type", "dense"},
             {"units", 70},
             {"activation", Object{{"type", "prelu"}, {"slope", 0.25}}},
             {"l1", 1e-4},
             {"l2", 1e-3}},
      Object{{"type", "batch-norm"}},
      Object{{"type", "skip"}, {"linearUnits", 5}, {"units", 20}, {"activation", "tanh"}},
      Object{{"type", "residual"}, {"units", 30}, {"activation", slopes}},
      Object{{"type", "layer-norm"}},
      Object{{"type", "gated"}, {"units", 24}},
      Object{{"type", "maxout"}, {"units", 16}, {"pieces", 3}},
      Object{{"type", "parallel"},
             {"merge", "concat"},
             {"branches", Array{Array{}, Array{dense(8, "gelu"), dense(6, "sine")}, Array{mean}}}},
      Object{{"type", "dropout"}, {"rate", 0.2}},
      Object{{"type", "scale"}},
      Object{{"type", "max"}, {"size", 2}},
      dense(12, "sigmoid"),
      Object{{"type", "power-product"}, {"units", 10}},
      Object{{"type", "product"}, {"size", 2}},
      dense(outputs, "identity"),
  };
}

void expect_every_type(const Array& chain) {
  for (const LayerType& type : layer_types) {
    bool found = std::string(type.name) == "activation";  // inside a branch
    for (const Value& layer : chain) found = found || layer.find("type")->string() == type.name;
    if (!found) throw Error("internal", std::string("no layer is a ") + type.name);
  }
}

Value field(int offset, int count) {
  return Object{{"offset", offset}, {"type", "f64"},
                {"count", count},   {"encoding", "value"},
                {"classes", 0},     {"offsetValue", 0},
                {"spread", 1},      {"fill", std::numeric_limits<double>::quiet_NaN()}};
}

Value options(const char* dtype, const std::string& path, int threads) {
  Array chain = layers();
  expect_every_type(chain);
  chain.back().set("name", "out");
  const Object spec{{"dtype", dtype},
                    {"seed", 1},
                    {"inputSize", inputs},
                    {"layers", std::move(chain)},
                    {"outputs", Array{"out"}}};
  const Object adam{{"type", "adam"},
                    {"learningRate", 0.002},
                    {"beta1", 0.9},
                    {"beta2", 0.999},
                    {"epsilon", 1e-8}};
  return Object{
      {"spec", spec},
      {"losses", Array{Object{{"type", "squared-error"}, {"reduction", "mean"}}}},
      {"optimizer", adam},
      {"batchSize", batch},
      {"seed", 1},
      {"threads", threads},
      {"data", Object{{"path", path},
                      {"rowBytes", 8 * (inputs + outputs)},
                      {"inputs", Array{field(0, inputs)}},
                      {"targets", Array{field(8 * inputs, outputs)}}}},
  };
}

/// FNV-1a over the bits of the trained parameters.
template <class T>
std::uint64_t train(const char* dtype, const std::string& path, int threads) {
  TrainerOptions parsed = parse_trainer_options(options(dtype, path, threads));
  const Plan<T> plan = compile<T>(parsed.spec);
  std::vector<T> parameters;
  Uniform uniform;
  for (const PlanParameter& parameter : plan.parameters) {
    Index count = 1;
    for (const Index size : parameter.declaration.shape) count *= size;
    const bool matrix = parameter.declaration.shape.size() == 2;
    for (; count > 0; --count) {  // spreads and variances are positive
      parameters.push_back(static_cast<T>(matrix ? uniform() / 2 : 1 + uniform() / 2));
    }
  }
  std::vector<std::uint32_t> all(rows);
  std::iota(all.begin(), all.end(), 0u);
  Trainer<T> trainer(std::move(parsed), parameters.data(), std::move(all));
  const TrainerProgress progress = trainer.run(epochs, 1e9);
  if (progress.state != TrainerState::done) throw Error("diverged", "the training did not finish");
  trainer.save(parameters.data());
  std::uint64_t hash = 14695981039346656037u;
  for (const T value : parameters) {
    unsigned char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    for (const unsigned char byte : bytes) hash = (hash ^ byte) * 1099511628211u;
  }
  return hash;
}

template <class T>
bool check(const char* dtype, const std::string& path, int most) {
  const std::uint64_t hash = train<T>(dtype, path, 1);
  std::printf("%s %016llx\n", dtype, static_cast<unsigned long long>(hash));
  bool same = true;
  for (int threads = 2; threads <= most; ++threads) {
    if (train<T>(dtype, path, threads) == hash) continue;
    std::printf("%s: other weights on %d threads\n", dtype, threads);
    same = false;
  }
  return same;
}

}  // namespace

int main(int argc, char** argv) try {
  const int most = argc > 1 ? std::atoi(argv[1]) : 4;
  std::string path = std::filesystem::temp_directory_path() / "nabla-training-XXXXXX";
  const int file = mkstemp(path.data());
  if (file < 0) throw Error("io", "cannot make a temporary file");
  Uniform uniform;
  std::vector<double> values(rows * (inputs + outputs));
  for (double& value : values) value = uniform();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(double)));
  const bool same = check<float>("float32", path, most) & check<double>("float64", path, most);
  std::filesystem::remove(path);
  return same ? 0 : 1;
} catch (const std::exception& error) {
  std::printf("%s\n", error.what());
  return 1;
}
