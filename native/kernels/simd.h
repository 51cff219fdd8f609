// One vector register of floats or doubles, as wide as the instruction set this file is compiled
// for. Only files of kernels/ built for one instruction set include it: everything stands in a
// namespace of that set (nabla::avx2, …), so that the linker can never hand AVX-512 code to a
// machine without it.
//
// Arithmetic is GCC's vector extension. What that lacks (fused multiply-add, square root, partial
// loads) is written with intrinsics. Nothing here contracts, reassociates or approximates, so avx2,
// avx512 and neon give the same bits; sse2 has no fused multiply-add and rounds twice there.
#pragma once

#include "kernels/types.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define NABLA_ISA avx512
#define NABLA_VECTOR_BYTES 64
#elif defined(__AVX2__) && defined(__FMA__)
#define NABLA_ISA avx2
#define NABLA_VECTOR_BYTES 32
#elif defined(__aarch64__)
#define NABLA_ISA neon
#define NABLA_VECTOR_BYTES 16
#else
#define NABLA_ISA sse2
#define NABLA_VECTOR_BYTES 16
#endif

#define NABLA_INLINE [[gnu::always_inline]] inline

namespace nabla::NABLA_ISA {

/// Whether fma() rounds once. Where it does not, error-free products split their factors instead.
#if defined(__FMA__) || defined(__aarch64__)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

// The register types of GCC's vector extension: of T, and of integers of the same width. Raw may
// start at any multiple of its element and alias anything when it is read or written as Unaligned.
template <class T>
struct Register;
template <>
struct Register<float> {
  using Integer = std::int32_t;
  typedef float Raw __attribute__((vector_size(NABLA_VECTOR_BYTES)));
  typedef float Unaligned __attribute__((vector_size(NABLA_VECTOR_BYTES), aligned(4), may_alias));
  typedef Integer Integers __attribute__((vector_size(NABLA_VECTOR_BYTES)));
  typedef std::uint32_t Naturals __attribute__((vector_size(NABLA_VECTOR_BYTES)));
};
template <>
struct Register<double> {
  using Integer = std::int64_t;
  typedef double Raw __attribute__((vector_size(NABLA_VECTOR_BYTES)));
  typedef double Unaligned __attribute__((vector_size(NABLA_VECTOR_BYTES), aligned(8), may_alias));
  typedef Integer Integers __attribute__((vector_size(NABLA_VECTOR_BYTES)));
  typedef std::uint64_t Naturals __attribute__((vector_size(NABLA_VECTOR_BYTES)));
};

/// A register of T. A scalar converts to the vector that holds it in every lane, so `1 + z` reads
/// as the formula does. Comparisons give a mask: all bits of a lane set or none.
template <class T>
struct Vec {
  using Scalar = T;
  using Raw = typename Register<T>::Raw;
  using Mask = typename Register<T>::Integers;
  static constexpr Index lanes = NABLA_VECTOR_BYTES / sizeof(T);

  Raw raw;

  Vec() = default;
  NABLA_INLINE Vec(T x) : raw(x - Raw{}) {}  // NOLINT: implicit by design
  NABLA_INLINE explicit Vec(Raw v) : raw(v) {}

  NABLA_INLINE friend Vec operator+(Vec a, Vec b) { return Vec(a.raw + b.raw); }
  NABLA_INLINE friend Vec operator-(Vec a, Vec b) { return Vec(a.raw - b.raw); }
  NABLA_INLINE friend Vec operator*(Vec a, Vec b) { return Vec(a.raw * b.raw); }
  NABLA_INLINE friend Vec operator/(Vec a, Vec b) { return Vec(a.raw / b.raw); }
  NABLA_INLINE friend Vec operator-(Vec a) { return Vec(-a.raw); }
  NABLA_INLINE friend Mask operator<(Vec a, Vec b) { return a.raw < b.raw; }
  NABLA_INLINE friend Mask operator<=(Vec a, Vec b) { return a.raw <= b.raw; }
  NABLA_INLINE friend Mask operator>(Vec a, Vec b) { return a.raw > b.raw; }
  NABLA_INLINE friend Mask operator>=(Vec a, Vec b) { return a.raw >= b.raw; }
  NABLA_INLINE friend Mask operator==(Vec a, Vec b) { return a.raw == b.raw; }
  NABLA_INLINE friend Mask operator!=(Vec a, Vec b) { return a.raw != b.raw; }

  /// mask ? a : b, lane by lane.
  NABLA_INLINE friend Vec select(Mask mask, Vec a, Vec b) { return Vec(mask ? a.raw : b.raw); }

  /// The smaller (larger) of a and b; b where either is NaN, as x86 has it.
  NABLA_INLINE friend Vec min(Vec a, Vec b) { return select(a < b, a, b); }
  NABLA_INLINE friend Vec max(Vec a, Vec b) { return select(a > b, a, b); }

  /// x held to [low, high]; NaN stays NaN.
  NABLA_INLINE friend Vec clamp(Vec x, Vec low, Vec high) { return max(low, min(high, x)); }

  /// a·b + c, rounded once where the machine can.
  NABLA_INLINE friend Vec fma(Vec a, Vec b, Vec c) { return Vec(fused(a.raw, b.raw, c.raw)); }
  NABLA_INLINE friend Vec sqrt(Vec a) { return Vec(square_root(a.raw)); }

  NABLA_INLINE static Vec load(const T* p) { return Vec(*reinterpret_cast<const Unaligned*>(p)); }
  NABLA_INLINE void store(T* p) const { *reinterpret_cast<Unaligned*>(p) = raw; }

  /// All bits set in the first n lanes.
  NABLA_INLINE static Mask first_lanes(Index n) {
    Mask index;
    for (Index i = 0; i < lanes; ++i) index[i] = i;
    return index < static_cast<typename Register<T>::Integer>(n);
  }

  /// The first n ≤ lanes elements; where n is known to be `lanes` these are the plain forms.
  NABLA_INLINE static Vec load_some(const T* p, Index n, T fill = 0) {
    return n == lanes ? load(p) : load_partial(p, n, fill);
  }
  NABLA_INLINE void store_some(T* p, Index n) const { n == lanes ? store(p) : store_partial(p, n); }

  /// The first n < lanes elements at p, the rest `fill`; touches no other memory.
  NABLA_INLINE static Vec load_partial(const T* p, Index n, T fill = 0);
  /// Stores the first n < lanes elements and touches no other memory.
  NABLA_INLINE void store_partial(T* p, Index n) const;

 private:
  using Unaligned = typename Register<T>::Unaligned;
  static Raw fused(Raw a, Raw b, Raw c);
  static Raw square_root(Raw a);
};

template <class T>
using Mask = typename Vec<T>::Mask;

template <class T>
NABLA_INLINE Mask<T> bits(Vec<T> v) {
  return reinterpret_cast<Mask<T>>(v.raw);
}

/// a + b and a − b modulo the width of a lane: lanes outside a function's range may hold anything.
template <class T>
NABLA_INLINE Mask<T> wrapping_add(Mask<T> a, Mask<T> b) {
  using Naturals = typename Register<T>::Naturals;
  return reinterpret_cast<Mask<T>>(reinterpret_cast<Naturals>(a) + reinterpret_cast<Naturals>(b));
}

template <class T>
NABLA_INLINE Mask<T> wrapping_subtract(Mask<T> a, Mask<T> b) {
  using Naturals = typename Register<T>::Naturals;
  return reinterpret_cast<Mask<T>>(reinterpret_cast<Naturals>(a) - reinterpret_cast<Naturals>(b));
}

/// The vector with these bits; the name of the element type is given: from_bits<T>(…).
template <class T>
NABLA_INLINE Vec<T> from_bits(Mask<T> b) {
  return Vec<T>(reinterpret_cast<typename Vec<T>::Raw>(b));
}

template <class T>
inline constexpr typename Register<T>::Integer sign_bit = typename Register<T>::Integer(1)
                                                          << (sizeof(T) * 8 - 2) << 1;

template <class T>
NABLA_INLINE Vec<T> abs(Vec<T> v) {
  return from_bits<T>(bits(v) & ~sign_bit<T>);
}

/// |magnitude| with the sign of `sign`, zeros and NaN included.
template <class T>
NABLA_INLINE Vec<T> copysign(Vec<T> magnitude, Vec<T> sign) {
  return from_bits<T>((bits(magnitude) & ~sign_bit<T>) | (bits(sign) & sign_bit<T>));
}

/// Lanes whose sign bit is set, −0 included.
template <class T>
NABLA_INLINE Mask<T> negative(Vec<T> v) {
  return bits(v) < 0;
}

/// 1.5·2^(mantissa bits): adding it rounds a small number to an integer in the low bits.
template <class T>
inline constexpr T rounding_constant = sizeof(T) == 4 ? T(12582912.0) : T(6755399441055744.0);

/// Nearest integer, ties to even, for any x; the sign of zero is kept.
template <class T>
NABLA_INLINE Vec<T> round(Vec<T> x) {
  const Vec<T> limit(rounding_constant<T> / T(1.5));
  const Vec<T> magnitude = abs(x);
  return select(magnitude < limit, copysign((magnitude + limit) - limit, x), x);
}

template <class T>
NABLA_INLINE bool any(Mask<T> mask) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4) return _mm512_movepi32_mask((__m512i)mask) != 0;
  return _mm512_movepi64_mask((__m512i)mask) != 0;
#elif defined(__AVX2__)
  return !_mm256_testz_si256((__m256i)mask, (__m256i)mask);
#elif defined(__x86_64__)
  return _mm_movemask_epi8((__m128i)mask) != 0;
#else
  typedef std::int64_t Halves __attribute__((vector_size(16)));
  const Halves halves = reinterpret_cast<Halves>(mask);
  return (halves[0] | halves[1]) != 0;
#endif
}

// --- what the vector extension lacks ---

template <class T>
NABLA_INLINE typename Vec<T>::Raw Vec<T>::fused(Raw a, Raw b, Raw c) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4)
    return (Raw)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
  else
    return (Raw)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif defined(__FMA__)
  if constexpr (sizeof(T) == 4)
    return (Raw)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
  else
    return (Raw)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#elif defined(__aarch64__)
  if constexpr (sizeof(T) == 4)
    return (Raw)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
  else
    return (Raw)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
#else
  return a * b + c;
#endif
}

template <class T>
NABLA_INLINE typename Vec<T>::Raw Vec<T>::square_root(Raw a) {
#if defined(__AVX512F__)
  // The masked forms: GCC 12 warns of an uninitialised operand inside the plain ones.
  if constexpr (sizeof(T) == 4)
    return (Raw)_mm512_maskz_sqrt_ps(0xffff, (__m512)a);
  else
    return (Raw)_mm512_maskz_sqrt_pd(0xff, (__m512d)a);
#elif defined(__AVX2__)
  if constexpr (sizeof(T) == 4)
    return (Raw)_mm256_sqrt_ps((__m256)a);
  else
    return (Raw)_mm256_sqrt_pd((__m256d)a);
#elif defined(__x86_64__)
  if constexpr (sizeof(T) == 4)
    return (Raw)_mm_sqrt_ps((__m128)a);
  else
    return (Raw)_mm_sqrt_pd((__m128d)a);
#else
  if constexpr (sizeof(T) == 4)
    return (Raw)vsqrtq_f32((float32x4_t)a);
  else
    return (Raw)vsqrtq_f64((float64x2_t)a);
#endif
}

template <class T>
NABLA_INLINE Vec<T> Vec<T>::load_partial(const T* p, Index n, T fill) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4) {
    return Vec((Raw)_mm512_mask_loadu_ps((__m512)Vec(fill).raw, (__mmask16)((1u << n) - 1), p));
  } else {
    return Vec((Raw)_mm512_mask_loadu_pd((__m512d)Vec(fill).raw, (__mmask8)((1u << n) - 1), p));
  }
#elif defined(__AVX2__)
  const Mask mask = first_lanes(n);
  Raw loaded;
  if constexpr (sizeof(T) == 4)
    loaded = (Raw)_mm256_maskload_ps(p, (__m256i)mask);
  else
    loaded = (Raw)_mm256_maskload_pd(p, (__m256i)mask);
  return Vec(mask ? loaded : Vec(fill).raw);
#else
  Vec v(fill);
  for (Index i = 0; i < n; ++i) v.raw[i] = p[i];
  return v;
#endif
}

template <class T>
NABLA_INLINE void Vec<T>::store_partial(T* p, Index n) const {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4)
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), (__m512)raw);
  else
    _mm512_mask_storeu_pd(p, (__mmask8)((1u << n) - 1), (__m512d)raw);
#elif defined(__AVX2__)
  if constexpr (sizeof(T) == 4)
    _mm256_maskstore_ps(p, (__m256i)first_lanes(n), (__m256)raw);
  else
    _mm256_maskstore_pd(p, (__m256i)first_lanes(n), (__m256d)raw);
#else
  for (Index i = 0; i < n; ++i) p[i] = raw[i];
#endif
}

}  // namespace nabla::NABLA_ISA
