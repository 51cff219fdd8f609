// What a layer is: it declares its shapes, parameters and buffers to a Builder once, then works on
// a Pass. Layers own no memory, and are const while they work: one layer object serves many passes.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/checked.h"
#include "core/options.h"
#include "core/spec.h"
#include "initializers/initializer.h"
#include "kernels/gang.h"
#include "kernels/table.h"
#include "kernels/types.h"

namespace nabla {

// Predict and train differ for dropout and batch-norm.
enum class Mode { predict, train };

// Row-major; `ld` elements from one row to the next.
template <class T>
struct Matrix {
  T* data = nullptr;
  Index ld = 0;
  Index rows = 0;
  Index cols = 0;

  T* row(Index r) const { return data + r * ld; }
  explicit operator bool() const { return data != nullptr; }
};

struct Range {
  Index begin;
  Index end;

  Index size() const { return end - begin; }
};

struct ParameterDeclaration {
  std::string name;          // "weights"
  std::vector<Index> shape;  // as users see it: {K, N} or {N}
  bool packed;               // weight panels; otherwise row-major, padded at its end like a vector
  bool trainable;
  InitialValue initial;
  double l1 = 0;  // penalties added to the gradient when an optimiser applies it
  double l2 = 0;

  // As stored: what is not packed is one long row.
  Index rows() const { return packed ? shape[0] : 1; }
  Index cols() const {
    Index count = shape.back();
    if (!packed && shape.size() == 2) count = checked_multiply(count, shape[0]);
    return count;
  }
};

// When a buffer's content must live. Buffers that do not live together share memory.
enum class Lifetime {
  forward,   // scratch of forward
  kept,      // from forward to backward
  training,  // the same, but absent (a null matrix) where no backward follows
  backward,  // scratch of backward
};

struct BufferDeclaration {
  enum class Shape { matrix, transposed, vector };
  Shape shape;  // batch rows × size; its transpose as product_backward_data reads it; `size` alone
  Index size;
  Lifetime lifetime;
};

// What a layer tells the compiler. Numbers returned by parameter and buffer calls are what the Pass
// knows them by.
template <class T>
class Builder {
 public:
  Builder(const Table<T>& table, const LayerSpec& spec, std::vector<Index> input_sizes,
          std::vector<bool> input_gradients, bool frozen, bool keep_preactivation)
      : table(table),
        spec(spec),
        options(spec.read()),
        input_sizes(std::move(input_sizes)),
        input_gradients(std::move(input_gradients)),
        frozen(frozen),
        keep_preactivation(keep_preactivation) {}

  const Table<T>& table;
  const LayerSpec& spec;
  const Options options;
  const std::vector<Index> input_sizes;
  const std::vector<bool> input_gradients;  // which inputs' gradients backward must give
  const bool frozen;                        // by the spec; gradients may be asked for all the same
  const bool keep_preactivation;            // somebody will look at Z

  Index input_size() const { return input_sizes[0]; }

  int weights(const std::string& name, Index rows, Index cols, InitialValue initial) {
    return parameter({name, {rows, cols}, true, spec.trainable, std::move(initial)});
  }
  int vector(const std::string& name, Index cols, InitialValue initial) {
    return parameter({name, {cols}, false, spec.trainable, std::move(initial)});
  }
  // A matrix that takes part in no product: row-major.
  int rows(const std::string& name, Index rows, Index cols, InitialValue initial) {
    return parameter({name, {rows, cols}, false, spec.trainable, std::move(initial)});
  }
  // Saved with the parameters but set by forward in train mode, not by an optimiser.
  int state(const std::string& name, Index cols, InitialValue initial) {
    return parameter({name, {cols}, false, false, std::move(initial)});
  }
  int parameter(ParameterDeclaration declaration) {
    parameters.push_back(std::move(declaration));
    return static_cast<int>(parameters.size()) - 1;
  }

  int matrix(Index cols, Lifetime lifetime) {
    return buffer({BufferDeclaration::Shape::matrix, cols, lifetime});
  }
  int transposed(Index cols, Lifetime lifetime) {
    return buffer({BufferDeclaration::Shape::transposed, cols, lifetime});
  }
  int scratch(Index count, Lifetime lifetime) {
    return buffer({BufferDeclaration::Shape::vector, count, lifetime});
  }

  // Declared by the layer; read by the compiler.
  Index output_size = 0;
  Index flops_per_row = 0;   // forward
  bool reads_input = true;   // backward reads the inputs' values
  bool reads_output = true;  // backward reads the output's value
  int preactivation = -1;    // the matrix that holds Z, where Z is kept apart from H
  std::string activation = "identity";
  std::vector<ParameterDeclaration> parameters;
  std::vector<BufferDeclaration> buffers;

 private:
  int buffer(BufferDeclaration declaration) {
    buffers.push_back(declaration);
    return static_cast<int>(buffers.size()) - 1;
  }
};

// The value and gradient of one layer's output, or of the network's input.
template <class T>
struct Port {
  Matrix<T> value;
  Matrix<T> gradient;  // null where nobody needs it
};

// Where a layer's declared memory lies; filled by core's workspace.
template <class T>
struct LayerMemory {
  Port<T>* output = nullptr;
  std::vector<Port<T>*> inputs;
  std::vector<bool> accumulate;  // backward adds to that input's gradient, which others share
  std::vector<Matrix<T>> buffers;
};

// One layer's turn, as one thread of the gang sees it. Every thread calls every layer and does its
// share; core puts a barrier between layers, a layer puts one between its own phases.
template <class T>
class Pass {
 public:
  Pass(const Table<T>& table, Mode mode, Index rows, int thread, int threads, Barrier* gang)
      : table(table), mode(mode), rows(rows), thread(thread), threads(threads), gang_(gang) {}

  const Table<T>& table;
  const Mode mode;
  const Index rows;
  const int thread;
  const int threads;
  bool update_state = true;  // whether running statistics move
  std::uint64_t seed = 0;    // of the randomness of this run
  std::uint64_t step = 0;    // number of this step, from 0

  void enter(const LayerMemory<T>& memory, T* const* parameters, const WeightUpdate<T>* updates) {
    memory_ = &memory;
    parameters_ = parameters;
    updates_ = updates;
  }

  void barrier() const {
    if (threads > 1) gang_->wait();
  }

  // This thread's part of 0…count in pieces of `grain`; the parts cover it and do not overlap.
  Range share(Index count, Index grain = 1) const {
    const Index pieces = ceil_div(count, grain);
    return {min(count, pieces * thread / threads * grain),
            min(count, pieces * (thread + 1) / threads * grain)};
  }
  Range row_share() const { return share(rows); }

  Matrix<T> input(std::size_t i = 0) const { return rows_of(memory_->inputs[i]->value); }
  Matrix<T> output() const { return rows_of(memory_->output->value); }
  // ∂J/∂output; a layer may overwrite it, and one with a Z leaves ∂J/∂Z in it.
  Matrix<T> output_gradient() const { return rows_of(memory_->output->gradient); }
  // Null where no gradient is wanted.
  Matrix<T> input_gradient(std::size_t i = 0) const {
    return rows_of(memory_->inputs[i]->gradient);
  }
  bool accumulate(std::size_t i = 0) const { return memory_->accumulate[i]; }
  Matrix<T> matrix(int buffer) const { return rows_of(memory_->buffers[buffer]); }
  T* scratch(int buffer) const { return memory_->buffers[buffer].data; }

  T* parameter(int id) const { return parameters_[id]; }
  bool trains(int id) const { return updates_ != nullptr && updates_[id].w != nullptr; }
  const WeightUpdate<T>& update(int id) const { return updates_[id]; }

  // Hands over elements [begin, begin + count) of a parameter's gradient, as stored (panels,
  // padding).
  void apply(int id, const T* gradient, Index begin, Index count) const {
    const WeightUpdate<T>& u = updates_[id];
    if (u.gradient == nullptr) {
      const auto state = [&](int i) { return u.state[i] ? u.state[i] + begin : nullptr; };
      u.optimizer->apply(u.w + begin, state(0), state(1), state(2), gradient, count, *u.step);
    } else if (u.accumulate) {
      table.elementwise.add(u.gradient + begin, count, gradient, count, 1, count);
    } else {
      table.elementwise.copy(u.gradient + begin, count, gradient, count, 1, count);
    }
  }

 private:
  Matrix<T> rows_of(Matrix<T> matrix) const {
    matrix.rows = rows;
    return matrix;
  }

  Barrier* gang_;
  const LayerMemory<T>* memory_ = nullptr;
  T* const* parameters_ = nullptr;
  const WeightUpdate<T>* updates_ = nullptr;
};

// Centres that training places by k-means on the layer's inputs, before its first step. Parameters
// as the Builder numbered them.
struct CenterFit {
  int centers;  // clusters × inputs
  int spreads;  // set to d_max/√(2·clusters), where `spreads_too`
  bool spreads_too;
  Index clusters;
  int iterations;
  double tolerance;
};

template <class T>
class Layer {
 public:
  virtual ~Layer() = default;
  // Checks the options and declares everything; throws nabla::Error.
  virtual void configure(Builder<T>& builder) = 0;
  // output := f(inputs)
  virtual void forward(const Pass<T>& pass) const = 0;
  // Input gradients (= or +=, see accumulate) and parameter updates from the output gradient. Input
  // gradients are taken with the parameters as they were in forward.
  virtual void backward(const Pass<T>& pass) const = 0;
  // Whether row_gradient() can say what a single row gives to the gradient of every parameter.
  virtual bool has_row_gradients() const { return false; }
  // After backward: values := ∂J/∂(parameter `id`) of one row of the batch, row-major, unpadded.
  virtual void row_gradient(const Pass<T>& /*pass*/, int /*id*/, Index /*row*/,
                            double* /*values*/) const {}
  virtual const CenterFit* center_fit() const { return nullptr; }
};

// A layer type is a primitive, which has a class, or a macro, which is replaced by other layers.
// The last of those bears the macro's own name.
struct LayerType {
  const char* name;
  bool several_inputs;  // otherwise several inputs are concatenated first
  void (*expand)(const LayerSpec& macro, std::vector<LayerSpec>& out);
  std::unique_ptr<Layer<float>> (*make_float32)();
  std::unique_ptr<Layer<double>> (*make_float64)();
};

template <template <class> class L>
constexpr LayerType primitive(const char* name, bool several_inputs = false) {
  return {name, several_inputs, nullptr,
          [] { return std::unique_ptr<Layer<float>>(std::make_unique<L<float>>()); },
          [] { return std::unique_ptr<Layer<double>>(std::make_unique<L<double>>()); }};
}

constexpr LayerType macro(const char* name,
                          void (*expand)(const LayerSpec&, std::vector<LayerSpec>&)) {
  return {name, false, expand, nullptr, nullptr};
}

}  // namespace nabla
