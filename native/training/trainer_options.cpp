// Reading what the service asks the trainer to do.
#include <cmath>
#include <optional>

#include "core/error.h"
#include "core/options.h"
#include "training/trainer.h"

namespace nabla {
namespace {

Index whole(const Options& options, const char* key, double most,
            std::optional<double> fallback = std::nullopt) {
  const double number = options.number(key, fallback);
  if (!(number >= 0 && number <= most) || number != std::floor(number)) {
    options.fail(key, "must be a whole number from 0 to " + std::to_string(most));
  }
  return static_cast<Index>(number);
}

const Value& member(const Options& options, const char* key) {
  const Value* value = options.find(key);
  if (value == nullptr) options.fail(key, "is missing");
  return *value;
}

Value optional(const Options& options, const char* key) {
  const Value* value = options.find(key);
  return value == nullptr ? Value() : *value;
}

}  // namespace

TrainerOptions parse_trainer_options(const Value& value) {
  const Options options(value, "");
  const Options data(member(options, "data"), "/data");
  TrainerOptions parsed;
  parsed.spec = parse_network_spec(member(options, "spec"));
  parsed.losses = parse_losses(member(options, "losses"));
  parsed.optimizer = member(options, "optimizer");
  parsed.batch_size = options.size("batchSize");
  parsed.seed = static_cast<std::uint64_t>(whole(options, "seed", 0x1p53));
  parsed.shuffle = options.boolean("shuffle", true);
  parsed.replacement = options.boolean("replacement", false);
  parsed.batches_per_step = options.size("batchesPerStep", 1);
  parsed.schedule = optional(options, "schedule");
  parsed.clipping = parse_clipping(optional(options, "gradientClipping"));
  parsed.steps = whole(options, "steps", 0x1p53, 0);
  parsed.stopping = optional(options, "stopping");
  parsed.watch_every = options.size("watchEvery", 1);
  parsed.fit_centers = options.boolean("fitCenters", true);
  parsed.threads = static_cast<int>(min(options.size("threads", 1), 1024));
  parsed.data_path = data.string("path");
  parsed.row_bytes = static_cast<std::size_t>(data.size("rowBytes"));
  parsed.inputs = parse_fields(member(data, "inputs"), parsed.row_bytes, "/data/inputs");
  parsed.targets = parse_fields(member(data, "targets"), parsed.row_bytes, "/data/targets");
  if (const Value* weights = data.find("weights"); weights != nullptr) {
    parsed.weights = parse_fields(*weights, parsed.row_bytes, "/data/weights");
  }
  return parsed;
}

}  // namespace nabla
