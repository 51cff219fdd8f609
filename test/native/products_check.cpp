// The products of every instruction set this machine runs, against their definitions, bit by bit:
// each output is one chain of multiply-adds in ascending order, whatever the tiles, panels and
// shares.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "kernels/dispatch.h"
#include "kernels/isa/tables.h"

namespace {

using namespace nabla;

int failures = 0;

template <class T>
using Matrix = std::vector<T>;  // row-major, its leading dimension known to the caller

template <class T>
Matrix<T> random_matrix(Index size) {
  static std::mt19937 generator(1);
  std::uniform_real_distribution<T> uniform(-1, 1);
  Matrix<T> x(size);
  for (T& value : x) value = uniform(generator);
  return x;
}

template <class T>
struct Case {
  const Table<T>& table;
  bool fused;  ///< whether the set has FMA; SSE2 rounds the product, then the sum
  Index m, n, k;

  T multiply_add(T a, T b, T c) const { return fused ? std::fma(a, b, c) : a * b + c; }

  /// Row-major elements equal, padding not looked at.
  void expect(const char* what, const T* got, Index ld_got, const T* wanted, Index ld_wanted,
              Index rows, Index cols) const {
    for (Index r = 0; r < rows; ++r) {
      if (std::memcmp(got + r * ld_got, wanted + r * ld_wanted, cols * sizeof(T)) == 0) continue;
      ++failures;
      std::printf("%s float%zu m=%td n=%td k=%td: %s differs in row %td\n", table.name,
                  sizeof(T) * 8, m, n, k, what, r);
      return;
    }
  }
};

template <class T>
void check_forward(const Case<T>& c) {
  const auto& [table, fused, m, n, k] = c;
  const Index ldx = leading_dimension<T>(k), ldz = leading_dimension<T>(n);
  const Matrix<T> x = random_matrix<T>(m * ldx), w = random_matrix<T>(k * n);
  const Matrix<T> bias = random_matrix<T>(ldz);
  Matrix<T> packed(table.packed_size(k, n)), unpacked(k * n), z(m * ldz), wanted(m * n);
  table.pack(packed.data(), w.data(), k, n);
  table.unpack(unpacked.data(), packed.data(), k, n);
  c.expect("unpack of pack", unpacked.data(), n, w.data(), n, k, n);

  for (const bool with_bias : {true, false}) {
    for (Index i = 0; i < m; ++i) {
      for (Index j = 0; j < n; ++j) {
        T sum = with_bias ? bias[j] : T(0);
        for (Index p = 0; p < k; ++p) sum = c.multiply_add(x[i * ldx + p], w[p * n + j], sum);
        wanted[i * n + j] = sum;
      }
    }
    const Index panels = table.panel_count(n);  // in four shares, as four threads would
    for (const auto& [row0, row1] : {std::pair<Index, Index>{0, m / 3}, {m / 3, m}}) {
      for (const auto& [p0, p1] : {std::pair<Index, Index>{0, panels / 2}, {panels / 2, panels}}) {
        table.product_forward(z.data(), ldz, x.data(), ldx, packed.data(),
                              with_bias ? bias.data() : nullptr, k, n, row0, row1, p0, p1);
      }
    }
    c.expect("product_forward", z.data(), ldz, wanted.data(), n, m, n);
  }
}

template <class T>
void check_backward_data(const Case<T>& c) {
  const auto& [table, fused, m, n, k] = c;
  const Index lddz = leading_dimension<T>(n), lddx = k + 3;  // a view: its neighbours must survive
  const Matrix<T> dz = random_matrix<T>(m * lddz), w = random_matrix<T>(k * n);
  const Matrix<T> before = random_matrix<T>(m * lddx);
  Matrix<T> packed(table.packed_size(k, n)), dzt(table.transposed_size(m, n));
  table.pack(packed.data(), w.data(), k, n);
  const Index split = m / 2 / table.lanes * table.lanes;
  table.transpose(dzt.data(), dz.data(), lddz, n, 0, split);
  table.transpose(dzt.data(), dz.data(), lddz, n, split, m);

  for (const bool accumulate : {false, true}) {
    Matrix<T> dx = before, wanted = before;
    for (Index i = 0; i < m; ++i) {
      for (Index p = 0; p < k; ++p) {
        T sum = 0;
        for (Index j = 0; j < n; ++j) sum = c.multiply_add(w[p * n + j], dz[i * lddz + j], sum);
        wanted[i * lddx + p] = accumulate ? before[i * lddx + p] + sum : sum;
      }
    }
    for (const auto& [k0, k1] : {std::pair<Index, Index>{0, k / 2}, {k / 2, k}}) {
      table.product_backward_data(dx.data(), lddx, dzt.data(), packed.data(), m, n, k, k0, k1,
                                  accumulate);
    }
    c.expect("product_backward_data", dx.data(), lddx, wanted.data(), lddx, m, lddx);
  }
}

/// Weights in panels with their state, as an optimiser keeps them.
template <class T>
struct Packed {
  Matrix<T> weights, state[3];

  WeightUpdate<T> update(const OptimizerKernel<T>& optimizer, const OptimizerStep<T>& step) {
    return {weights.data(), {state[0].data(), state[1].data(), state[2].data()},
            nullptr,        false,
            &optimizer,     &step};
  }
};

/// Every optimiser within the product against the same optimiser after it, with and without
/// penalties. `gradient` is dW, packed.
template <class T, class Pass>
void check_updates(const Case<T>& c, const Matrix<T>& w, const Matrix<T>& gradient, Pass pass) {
  const auto size = static_cast<Index>(gradient.size());
  for (int id = 0; id < optimizer_count(); ++id) {
    Packed<T> wanted;
    wanted.weights.resize(gradient.size());
    c.table.pack(wanted.weights.data(), w.data(), c.k, c.n);
    for (Matrix<T>& state : wanted.state) state.resize(gradient.size());
    Packed<T> got = wanted;
    OptimizerStep<T> step{.learning_rate = T(0.01),
                          .hyper = {T(0.5), T(0.75), T(0.25), T(0.5)},
                          .l1 = id % 2 ? T(0.1) : T(0),
                          .l2 = id % 2 ? T(0.2) : T(0),
                          .t = 1,
                          .correction = {}};
    prepare(id, step);
    const OptimizerKernel<T>& optimizer = c.table.optimizers[id];
    optimizer.apply(wanted.weights.data(), wanted.state[0].data(), wanted.state[1].data(),
                    wanted.state[2].data(), gradient.data(), size, step);
    pass(got.update(optimizer, step));
    const std::string name = optimizer_info(id).name;
    c.expect((name + ": weights").c_str(), got.weights.data(), size, wanted.weights.data(), size, 1,
             size);
    for (int i = 0; i < 3; ++i) {
      c.expect((name + ": state").c_str(), got.state[i].data(), size, wanted.state[i].data(), size,
               1, size);
    }
  }
}

template <class T>
void check_backward_weights(const Case<T>& c) {
  const auto& [table, fused, m, n, k] = c;
  const Index ldx = leading_dimension<T>(k), lddz = leading_dimension<T>(n);
  const Matrix<T> x = random_matrix<T>(m * ldx), dz = random_matrix<T>(m * lddz);
  const Matrix<T> w = random_matrix<T>(k * n);
  Matrix<T> dw(k * n), got(k * n), sums(n), got_sums(n);
  for (Index j = 0; j < n; ++j) {
    for (Index p = 0; p < k; ++p) {
      T total = 0;
      for (Index first = 0; first < m; first += reduction_block) {
        T sum = 0;
        for (Index i = first; i < std::min(m, first + reduction_block); ++i) {
          sum = c.multiply_add(x[i * ldx + p], dz[i * lddz + j], sum);
        }
        total = first ? total + sum : sum;
      }
      dw[p * n + j] = total;
    }
    for (Index first = 0; first < m; first += reduction_block) {
      T sum = 0;
      for (Index i = first; i < std::min(m, first + reduction_block); ++i) sum += dz[i * lddz + j];
      sums[j] = first ? sums[j] + sum : sum;
    }
  }
  const auto pass = [&](const WeightUpdate<T>& update) {
    for (const auto& [k0, k1] : {std::pair<Index, Index>{0, k / 2}, {k / 2, k}}) {
      table.product_backward_weights(update, x.data(), ldx, dz.data(), lddz, m, n, k, k0, k1);
    }
  };
  const Index size = table.packed_size(k, n);
  Matrix<T> gradient(size, T(7)), repacked(size);
  WeightUpdate<T> update{.w = nullptr,
                         .state = {},
                         .gradient = gradient.data(),
                         .accumulate = false,
                         .optimizer = nullptr,
                         .step = nullptr};
  pass(update);
  table.unpack(got.data(), gradient.data(), k, n);
  c.expect("product_backward_weights", got.data(), n, dw.data(), n, k, n);
  table.pack(repacked.data(), got.data(), k, n);
  c.expect("padding of the gradient", gradient.data(), size, repacked.data(), size, 1, size);
  check_updates(c, w, gradient, pass);

  update.accumulate = true;
  pass(update);
  for (T& value : dw) value += value;
  table.unpack(got.data(), gradient.data(), k, n);
  c.expect("product_backward_weights, accumulated", got.data(), n, dw.data(), n, k, n);

  table.column_sums(got_sums.data(), dz.data(), lddz, m, 0, n / 2);
  table.column_sums(got_sums.data(), dz.data(), lddz, m, n / 2, n);
  c.expect("column_sums", got_sums.data(), n, sums.data(), n, 1, n);
}

template <class T>
void check(const Table<T>& table, bool fused) {
  for (const Index m : {1, 5, 64, 65, 130, 600}) {
    for (const Index n : {1, 10, 16, 33, 64, 150}) {
      for (const Index k : {1, 7, 48, 61, 100}) {
        const Case<T> c{table, fused, m, n, k};
        check_forward(c);
        check_backward_data(c);
        check_backward_weights(c);
      }
    }
  }
  check_forward(Case<T>{table, fused, 9, 70, 2500});  // several passes over k
  check_forward(Case<T>{table, fused, 3, 5, 0});
  check_backward_weights(Case<T>{table, fused, 0, 5, 3});
}

}  // namespace

int main() {
#if defined(__x86_64__)
  for (const std::string& isa : available_isas()) {
    if (isa == "sse2") check(sse2::float_table, false), check(sse2::double_table, false);
    if (isa == "avx2") check(avx2::float_table, true), check(avx2::double_table, true);
    if (isa == "avx512") check(avx512::float_table, true), check(avx512::double_table, true);
  }
#else
  check(neon::float_table, true), check(neon::double_table, true);
#endif
  std::printf("products: %d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
