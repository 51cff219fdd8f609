// gemm and gemmNaive in JS: argument checks, then the kernel. A wrong type is a TypeError, a size
// that does not fit a RangeError; both name the argument.
#include <cmath>
#include <string>

#include "binding/addon.h"
#include "binding/error.h"
#include "kernels/dispatch.h"
#include "kernels/reference.h"

namespace nabla {
namespace {

/// The call's arguments, in the order of BLAS.
enum Argument { trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, argument_count };
constexpr const char* names[argument_count] = {"transA", "transB", "m",   "n",    "k", "alpha", "a",
                                               "lda",    "b",      "ldb", "beta", "c", "ldc"};

class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info) {}

  bool boolean(Argument i) const {
    if (!info_[i].IsBoolean()) throw type_error(i, "a boolean");
    return info_[i].As<Napi::Boolean>();
  }
  double number(Argument i) const {
    if (!info_[i].IsNumber()) throw type_error(i, "a number");
    return info_[i].As<Napi::Number>().DoubleValue();
  }
  /// An integer from `least` to 2³¹ − 1: products of two sizes then fit an Index.
  Index size(Argument i, Index least) const {
    const double value = number(i);
    if (!(value >= static_cast<double>(least) && value < 2147483648.0) ||
        value != std::floor(value)) {
      throw range_error(i, "an integer of at least " + std::to_string(least));
    }
    return static_cast<Index>(value);
  }
  /// A typed array of T that holds `rows` rows of `cols` elements, `ld` apart.
  template <class T>
  T* matrix(Argument i, Index rows, Index cols, Index ld) const {
    const Napi::Value value = info_[i];
    const auto wanted = sizeof(T) == 4 ? napi_float32_array : napi_float64_array;
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != wanted) {
      throw type_error(i, sizeof(T) == 4 ? "a Float32Array, as c is" : "a Float64Array, as c is");
    }
    auto array = value.As<Napi::TypedArrayOf<T>>();
    const Index needed = rows == 0 || cols == 0 ? 0 : (rows - 1) * ld + cols;
    if (static_cast<Index>(array.ElementLength()) < needed) {
      throw range_error(i, "at least " + std::to_string(needed) + " elements long");
    }
    return array.Data();
  }
  bool is_float64(Argument i) const {
    return info_[i].IsTypedArray() &&
           info_[i].As<Napi::TypedArray>().TypedArrayType() == napi_float64_array;
  }

  Napi::Error range_error(Argument i, const std::string& what) const {
    return Napi::RangeError::New(info_.Env(), std::string(names[i]) + " must be " + what);
  }

 private:
  Napi::Error type_error(Argument i, const std::string& what) const {
    return Napi::TypeError::New(info_.Env(), std::string(names[i]) + " must be " + what);
  }

  const Napi::CallbackInfo& info_;
};

template <class T>
bool overlap(const T* x, Index x_size, const T* y, Index y_size) {
  return x_size > 0 && y_size > 0 && x < y + y_size && y < x + x_size;
}

template <class T>
using Gemm = void (*)(bool ta, bool tb, Index m, Index n, Index k, T alpha, const T* a, Index lda,
                      const T* b, Index ldb, T beta, T* c, Index ldc);

template <class T>
void call(const Arguments& arguments, Gemm<T> gemm) {
  const bool ta = arguments.boolean(trans_a), tb = arguments.boolean(trans_b);
  const Index rows = arguments.size(m, 0), cols = arguments.size(n, 0),
              depth = arguments.size(k, 0);
  const Index a_rows = ta ? depth : rows, a_cols = ta ? rows : depth;
  const Index b_rows = tb ? cols : depth, b_cols = tb ? depth : cols;
  const Index a_ld = arguments.size(lda, a_cols), b_ld = arguments.size(ldb, b_cols);
  const Index c_ld = arguments.size(ldc, cols);
  const T* const left = arguments.matrix<T>(a, a_rows, a_cols, a_ld);
  const T* const right = arguments.matrix<T>(b, b_rows, b_cols, b_ld);
  T* const result = arguments.matrix<T>(c, rows, cols, c_ld);
  const Index c_size = rows > 0 ? (rows - 1) * c_ld + cols : 0;
  if (overlap<T>(result, c_size, left, a_rows > 0 ? (a_rows - 1) * a_ld + a_cols : 0) ||
      overlap<T>(result, c_size, right, b_rows > 0 ? (b_rows - 1) * b_ld + b_cols : 0)) {
    throw arguments.range_error(c, "apart from a and b in memory");
  }
  gemm(ta, tb, rows, cols, depth, static_cast<T>(arguments.number(alpha)), left, a_ld, right, b_ld,
       static_cast<T>(arguments.number(beta)), result, c_ld);
}

template <bool Naive>
Napi::Value gemm(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const Arguments arguments(info);
    if (arguments.is_float64(c)) {
      call<double>(arguments, Naive ? gemm_naive<double> : table<double>().gemm);
    } else {
      call<float>(arguments, Naive ? gemm_naive<float> : table<float>().gemm);
    }
    return info.Env().Undefined();
  });
}

}  // namespace

void export_gemm(Napi::Env env, Napi::Object exports) {
  exports.Set("gemm", Napi::Function::New<gemm<false>>(env, "gemm"));
  exports.Set("gemmNaive", Napi::Function::New<gemm<true>>(env, "gemmNaive"));
}

}  // namespace nabla
