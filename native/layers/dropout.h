// In training each input is 0 with probability p, else x/(1 − p); in prediction the layer is the
// identity. Srivastava et al. 2014. Masks follow from the seed, the layer's name and the step
// alone.
#pragma once

#include "core/random.h"
#include "layers/layer.h"

namespace nabla {

template <class T>
class Dropout final : public Layer<T> {
 public:
  void configure(Builder<T>& builder) override {
    rate_ = builder.options.number("rate", 0.5);
    if (!(rate_ >= 0 && rate_ < 1))
      builder.options.fail("rate", "must be from 0 up to, not including, 1");
    builder.output_size = builder.input_size();
    builder.flops_per_row = builder.input_size();
    builder.reads_input = false;
    builder.reads_output = false;
    stream_ = stream_of("dropout", builder.spec.name);
    mask_ = builder.matrix(builder.input_size(), Lifetime::kept);
  }

  void forward(const Pass<T>& pass) const override {
    const auto& elementwise = pass.table.elementwise;
    const Matrix<T> x = pass.input(), y = pass.output(), mask = pass.matrix(mask_);
    const Range rows = pass.row_share();
    if (pass.mode == Mode::predict) {
      elementwise.copy(y.row(rows.begin), y.ld, x.row(rows.begin), x.ld, rows.size(), x.cols);
      return;
    }
    for (Index r = rows.begin; r < rows.end; ++r) draw(pass, mask.row(r), r, x.cols);
    elementwise.multiply(y.row(rows.begin), y.ld, x.row(rows.begin), x.ld, mask.row(rows.begin),
                         mask.ld, rows.size(), x.cols);
  }

  void backward(const Pass<T>& pass) const override {
    const auto& elementwise = pass.table.elementwise;
    const Matrix<T> dy = pass.output_gradient(), dx = pass.input_gradient();
    if (!dx) return;
    const Range rows = pass.row_share();
    if (pass.mode == Mode::predict) {
      const auto give = pass.accumulate() ? elementwise.add : elementwise.copy;
      give(dx.row(rows.begin), dx.ld, dy.row(rows.begin), dy.ld, rows.size(), dx.cols);
      return;
    }
    const Matrix<T> mask = pass.matrix(mask_);
    const auto give = pass.accumulate() ? elementwise.multiply_add : elementwise.multiply;
    give(dx.row(rows.begin), dx.ld, dy.row(rows.begin), dy.ld, mask.row(rows.begin), mask.ld,
         rows.size(), dx.cols);
  }

 private:
  // The mask of row r of the batch: 0 or 1/(1 − p).
  void draw(const Pass<T>& pass, T* mask, Index r, Index cols) const {
    constexpr Index words = 4;
    const auto dropped = static_cast<std::uint64_t>(rate_ * 0x1p32);
    const T kept = static_cast<T>(1 / (1 - rate_));
    const auto blocks = static_cast<std::uint64_t>(ceil_div(cols, words));
    // 2³² rows a step keep the streams of different steps apart.
    const std::uint64_t first = ((pass.step << 32) + static_cast<std::uint64_t>(r)) * blocks;
    for (Index c = 0; c < cols; c += words) {
      const PhiloxCounter block =
          random_block(pass.seed, stream_, first + static_cast<std::uint64_t>(c / words));
      for (Index i = 0; i < min(words, cols - c); ++i) {
        mask[c + i] = block[static_cast<std::size_t>(i)] < dropped ? T(0) : kept;
      }
    }
  }

  double rate_ = 0;
  std::uint64_t stream_ = 0;
  int mask_ = -1;
};

}  // namespace nabla
