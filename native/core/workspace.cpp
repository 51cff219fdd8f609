// Laying out the buffers of a plan by their lifetimes.
#include "core/workspace.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "core/checked.h"

namespace nabla {
namespace {

// Times: layer i runs forward at i and backward at 2n − i; the losses come at n.
struct Request {
  int begin;
  int end;  // inclusive
  Index bytes;
  std::size_t target;  // where the caller wants the offset
};

// First fit over time: at each buffer's start, memory of those that ended is free again. Returns
// the size of the arena; fills `offsets`.
Index place(std::vector<Request> requests, std::vector<Index>& offsets) {
  std::stable_sort(requests.begin(), requests.end(),
                   [](const Request& a, const Request& b) { return a.begin < b.begin; });
  std::map<Index, Index> used;     // offset → end of bytes
  std::multimap<int, Index> ends;  // end time → offset
  Index peak = 0;
  for (const Request& request : requests) {
    while (!ends.empty() && ends.begin()->first < request.begin) {
      used.erase(ends.begin()->second);
      ends.erase(ends.begin());
    }
    Index offset = 0;
    for (const auto& [start, stop] : used) {
      if (start - offset >= request.bytes) break;
      offset = std::max(offset, stop);
    }
    used.emplace(offset, checked_add(offset, request.bytes));
    ends.emplace(request.end, offset);
    offsets[request.target] = offset;
    peak = std::max(peak, offset + request.bytes);
  }
  return peak;
}

template <class T>
class Layout {
 public:
  Layout(const Plan<T>& plan, Purpose purpose, Index rows)
      : plan_(plan), purpose_(purpose), rows_(rows), count_(static_cast<int>(plan.layers.size())) {
    last_forward_.assign(plan.layers.size() + 1, 0);
    last_backward_.assign(plan.layers.size() + 1, -1);
    for (int i = 0; i < count_; ++i) note_reader(i);
    for (const int output : plan.outputs) last_forward_[slot(output)] = count_;
    request_matrix(plan.input_size, 0, value_end(network_input_node, 0));
    if (backward() && plan.input_gradient) {
      request_matrix(plan.input_size, count_ + 1, end());
    } else {
      skip();
    }
    for (int i = 0; i < count_; ++i) request_layer(i);
  }

  Index run(std::vector<Index>& offsets) {
    offsets.assign(targets_, -1);
    return place(std::move(requests_), offsets);
  }

 private:
  static std::size_t slot(int layer) { return static_cast<std::size_t>(layer + 1); }
  bool backward() const { return purpose_ != Purpose::predict; }
  int backward_time(int layer) const { return 2 * count_ - layer; }
  int end() const { return 2 * count_ + 1; }

  // When the outputs of its inputs are read by layer i.
  void note_reader(int i) {
    const PlanLayer<T>& layer = plan_.layers[static_cast<std::size_t>(i)];
    for (const int input : layer.inputs) {
      last_forward_[slot(input)] = std::max(last_forward_[slot(input)], i);
      if (layer.has_gradient && layer.reads_input) {
        last_backward_[slot(input)] = std::max(last_backward_[slot(input)], backward_time(i));
      }
    }
    if (layer.has_gradient && layer.reads_output) last_backward_[slot(i)] = backward_time(i);
  }

  int value_end(int layer, int begin) const {
    if (purpose_ == Purpose::inspect) return end();
    const int forward = std::max(begin, last_forward_[slot(layer)]);
    return backward() ? std::max(forward, last_backward_[slot(layer)]) : forward;
  }

  void request_layer(int i) {
    const PlanLayer<T>& layer = plan_.layers[static_cast<std::size_t>(i)];
    request_matrix(layer.output_size, i, value_end(i, i));
    if (backward() && layer.has_gradient) {
      // From the loss, or its last reader, to its own backward.
      const int first =
          last_forward_[slot(i)] == count_ ? count_ : backward_time(last_forward_[slot(i)]);
      request_matrix(layer.output_size, first,
                     purpose_ == Purpose::inspect ? end() : backward_time(i));
    } else {
      skip();
    }
    for (const BufferDeclaration& buffer : layer.buffers) request_buffer(buffer, i, layer);
  }

  void request_buffer(const BufferDeclaration& buffer, int i, const PlanLayer<T>& layer) {
    const bool returns = backward() && layer.has_gradient;
    const int end = purpose_ == Purpose::inspect ? this->end() : backward_time(i);
    switch (buffer.lifetime) {
      case Lifetime::forward:
        return request(buffer, i, i);
      case Lifetime::kept:
        return request(buffer, i, returns ? end : i);
      case Lifetime::training:
        return returns ? request(buffer, i, end) : skip();
      case Lifetime::backward:
        return returns ? request(buffer, backward_time(i), end) : skip();
    }
  }

  void request_matrix(Index cols, int begin, int end) {
    request({BufferDeclaration::Shape::matrix, cols, Lifetime::forward}, begin, end);
  }

  void request(const BufferDeclaration& buffer, int begin, int end) {
    Index count = buffer.size;
    if (buffer.shape == BufferDeclaration::Shape::matrix) {
      count = checked_multiply(rows_, leading_dimension<T>(buffer.size));
    } else if (buffer.shape == BufferDeclaration::Shape::transposed) {
      count = plan_.table->transposed_size(rows_, buffer.size);
    }
    const Index bytes = checked_multiply(checked_add(count, 1), sizeof(T));
    requests_.push_back({begin, end, round_up(bytes, cache_line), targets_++});
  }

  void skip() { ++targets_; }

  const Plan<T>& plan_;
  const Purpose purpose_;
  const Index rows_;
  const int count_;
  std::vector<int> last_forward_;  // by slot
  std::vector<int> last_backward_;
  std::vector<Request> requests_;
  std::size_t targets_ = 0;
};

}  // namespace

template <class T>
Index Workspace<T>::bytes(const Plan<T>& plan, Purpose purpose, Index rows) {
  std::vector<Index> offsets;
  return Layout<T>(plan, purpose, rows).run(offsets);
}

template <class T>
Workspace<T>::Workspace(const Plan<T>& plan, Purpose purpose, Index rows) : rows_(rows) {
  std::vector<Index> offsets;
  arena_ = Arena(Layout<T>(plan, purpose, rows).run(offsets));
  std::size_t next = 0;  // the order in which Layout asks
  const auto take = [&](Index cols) -> Matrix<T> {
    const Index offset = offsets[next++];
    if (offset < 0) return {};
    return {reinterpret_cast<T*>(arena_.at(offset)), leading_dimension<T>(cols), rows_, cols};
  };
  ports_.resize(plan.layers.size() + 1);
  layers_.resize(plan.layers.size());
  ports_[0] = {take(plan.input_size), take(plan.input_size)};
  for (std::size_t i = 0; i < plan.layers.size(); ++i) {
    const PlanLayer<T>& layer = plan.layers[i];
    const Matrix<T> value = take(layer.output_size);
    ports_[i + 1] = {value, take(layer.output_size)};
    for (const BufferDeclaration& buffer : layer.buffers) {
      layers_[i].buffers.push_back(take(buffer.size));
    }
  }
  connect(plan, purpose);
}

// Who reads whom, and which reader of an output is the first to write its gradient.
template <class T>
void Workspace<T>::connect(const Plan<T>& plan, Purpose purpose) {
  std::vector<bool> written(ports_.size(), false);
  if (purpose != Purpose::predict) {
    for (const int output : plan.outputs) written[static_cast<std::size_t>(output) + 1] = true;
  }
  for (std::size_t i = plan.layers.size(); i-- > 0;) {
    LayerMemory<T>& memory = layers_[i];
    memory.output = &ports_[i + 1];
    for (const int input : plan.layers[i].inputs) {
      const auto port = static_cast<std::size_t>(input + 1);
      memory.inputs.push_back(&ports_[port]);
      memory.accumulate.push_back(written[port]);
      if (plan.layers[i].has_gradient) written[port] = true;
    }
  }
}

template class Workspace<float>;
template class Workspace<double>;

}  // namespace nabla
