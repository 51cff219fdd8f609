// Four small fixed workloads for `npm run bench:check`, which counts their instructions:
// `bench_workloads <workload>` sets one up and runs it in measured(), on one thread. What takes
// instructions here and not in the kernels (drawing weights, writing rows) stays outside of that.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/network.h"
#include "training/trainer.h"

namespace {

using namespace nabla;
using Array = Value::Array;
using Object = Value::Object;

struct Training {
  std::vector<int> widths;
  int batch;
  const char* optimizer;
  int steps;
};

Value field(int offset, int count) {
  return Object{{"offset", offset}, {"type", "f32"},
                {"count", count},   {"encoding", "value"},
                {"classes", 0},     {"offsetValue", 0},
                {"spread", 1},      {"fill", std::numeric_limits<double>::quiet_NaN()}};
}

/// A chain of dense layers, ReLU between them.
Value network(const std::vector<int>& widths) {
  Array layers;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const bool last = i + 1 == widths.size();
    layers.push_back(Object{{"type", "dense"},
                            {"name", last ? std::string("output") : "layer" + std::to_string(i)},
                            {"units", widths[i]},
                            {"activation", last ? "identity" : "relu"}});
  }
  return Object{{"dtype", "float32"},
                {"seed", 1},
                {"inputSize", widths.front()},
                {"layers", std::move(layers)},
                {"outputs", Array{"output"}}};
}

std::vector<float> numbers(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(static_cast<int>(i * 37 % 101) - 50) / 64;
  }
  return values;
}

template <class T>
std::vector<T> initial(Network<T>& network) {
  network.initialize();
  std::vector<T> parameters(static_cast<std::size_t>(network.plan().parameter_count()));
  network.save(parameters.data());
  return parameters;
}

/// One epoch of so many steps.
std::function<void()> prepare(const Training& training) {
  const int in = training.widths.front(), out = training.widths.back();
  const int rows = training.batch * training.steps;
  std::string path = std::filesystem::temp_directory_path() / "nabla-workload-XXXXXX";
  if (mkstemp(path.data()) < 0) throw Error("io", "cannot make a temporary file");
  const std::vector<float> values = numbers(static_cast<std::size_t>(rows) * (in + out));
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(float)));
  TrainerOptions options = parse_trainer_options(Object{
      {"spec", network(training.widths)},
      {"losses", Array{Object{{"type", "squared-error"}, {"reduction", "mean"}}}},
      {"optimizer", Object{{"type", training.optimizer},
                           {"learningRate", 1e-3},
                           {"beta1", 0.9},
                           {"beta2", 0.999},
                           {"epsilon", 1e-8}}},
      {"batchSize", training.batch},
      {"seed", 1},
      {"threads", 1},
      {"data", Object{{"path", path},
                      {"rowBytes", 4 * (in + out)},
                      {"inputs", Array{field(0, in)}},
                      {"targets", Array{field(4 * in, out)}}}},
  });
  Network<float> start(options.spec);
  std::vector<std::uint32_t> all(static_cast<std::size_t>(rows));
  std::iota(all.begin(), all.end(), 0u);
  const auto trainer =
      std::make_shared<Trainer<float>>(std::move(options), initial(start).data(), std::move(all));
  std::filesystem::remove(path);  // it is mapped
  return [trainer] { trainer->run(1, 1e9); };
}

/// Single rows through a small network.
std::function<void()> prepare_predictions(const std::vector<int>& widths, int rows) {
  const auto model = std::make_shared<Network<float>>(parse_network_spec(network(widths)));
  model->initialize();
  return [model, rows, x = numbers(static_cast<std::size_t>(widths.front()))] {
    float y = 0;
    for (int i = 0; i < rows; ++i) model->predict(*model->parameters(), x.data(), 1, &y);
  };
}

std::function<void()> prepare(const std::string& workload) {
  if (workload == "wide") return prepare(Training{{784, 128, 10}, 64, "sgd", 4});
  if (workload == "deep") return prepare(Training{{48, 96, 96, 96, 12}, 320, "adam", 4});
  if (workload == "tiny") return prepare(Training{{8, 10, 1}, 64, "sgd", 400});
  if (workload == "predict") return prepare_predictions({8, 64, 1}, 2000);
  throw Error("invalid-input", "no workload is called " + workload);
}

}  // namespace

/// What is counted: the counter switches on at its entry and off at its end.
extern "C" [[gnu::noinline, gnu::visibility("default")]] void measured(
    const std::function<void()>& work) {
  work();
}

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench_workloads wide|deep|tiny|predict\n");
    return 2;
  }
  const std::function<void()> work = prepare(argv[1]);
  measured(work);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
