// Elementary functions of a vector: exp, log, tanh, erf, sin… in float32 and float64. One source
// for every instruction set, without branches between lanes, so the bits agree wherever fma()
// rounds once.
//
// Sources. Reductions: Cody and Waite, Software Manual for the Elementary Functions (1980); Payne
// and Hanek (1983) for huge angles; the logarithm's s = f/(2+f) is FreeBSD msun's; erfc is Shepherd
// and Laframboise, Math. Comp. 36 (1981). Polynomials: minimax in relative error, by our own Remez
// exchange at 110 digits with coefficients rounded one after another; "2^-n" beside each is its
// error bound. Measured bounds: test/native/math.test.ts. NaN gives NaN everywhere; ±0, ±inf and
// subnormals are exact cases of the formulas unless a function says otherwise.
#pragma once

#include "kernels/simd.h"

namespace nabla::NABLA_ISA {

// --- constants and small parts ---

/// The value for T of a pair given for float and double.
template <class T>
constexpr T choose(float single, double twice) {
  if constexpr (sizeof(T) == 4)
    return single;
  else
    return twice;
}

template <class T>
inline constexpr int mantissa_bits = sizeof(T) == 4 ? 23 : 52;
template <class T>
inline constexpr int exponent_bias = sizeof(T) == 4 ? 127 : 1023;
template <class T>
inline constexpr T infinity = choose<T>(__builtin_inff(), __builtin_inf());
template <class T>
inline constexpr T not_a_number = choose<T>(__builtin_nanf(""), __builtin_nan(""));
/// Below this |x|, x plus or minus a term of order x² is x.
template <class T>
inline constexpr T negligible = choose<T>(0x1p-25f, 0x1p-54);

/// ln 2 in two parts: the first short enough that any exponent times it is exact.
template <class T>
inline constexpr T ln2_high = choose<T>(0x1.62e4p-1f, 0x1.62e42feep-1);
template <class T>
inline constexpr T ln2_low = choose<T>(0x1.7f7d1cp-20f, 0x1.a39ef35793c76p-33);

/// c[0] + c[1]·x + c[2]·x² + …, with the coefficients of T.
template <class T, int N, int M>
NABLA_INLINE Vec<T> polynomial(Vec<T> x, const float (&single)[N], const double (&twice)[M]) {
  constexpr int count = sizeof(T) == 4 ? N : M;
  Vec<T> sum;
  if constexpr (sizeof(T) == 4)
    sum = single[count - 1];
  else
    sum = twice[count - 1];
#pragma GCC unroll 32
  for (int i = count - 2; i >= 0; --i) {
    if constexpr (sizeof(T) == 4)
      sum = fma(sum, x, single[i]);
    else
      sum = fma(sum, x, twice[i]);
  }
  return sum;
}

/// The integer nearest to x, |x| < 2^22, as a float and as an integer.
template <class T>
struct Nearest {
  Vec<T> value;
  Mask<T> integer;
};

template <class T>
NABLA_INLINE Nearest<T> nearest(Vec<T> x, Vec<T> factor) {
  const Vec<T> constant = rounding_constant<T>;
  const Vec<T> shifted = fma(x, factor, constant);
  return {shifted - constant, wrapping_subtract<T>(bits(shifted), bits(constant))};
}

/// The integer n, |n| < 2^22, as a float.
template <class T>
NABLA_INLINE Vec<T> from_integer(Mask<T> n) {
  const Vec<T> constant = rounding_constant<T>;
  return from_bits<T>(wrapping_add<T>(n, bits(constant))) - constant;
}

/// 2^n for exponents of normal numbers.
template <class T>
NABLA_INLINE Vec<T> power_of_two(Mask<T> n) {
  return from_bits<T>(wrapping_add<T>(n, Mask<T>{} + exponent_bias<T>) << mantissa_bits<T>);
}

/// The rounding error of p = a·b: a·b = p + product_error(a, b, p) exactly.
template <class T>
NABLA_INLINE Vec<T> product_error(Vec<T> a, Vec<T> b, Vec<T> p) {
  if constexpr (has_fma) return fma(a, b, -p);
  constexpr typename Register<T>::Integer top = typename Register<T>::Integer(-1)
                                                << (sizeof(T) == 4 ? 12 : 27);
  const Vec<T> a1 = from_bits<T>(bits(a) & top),
               a2 = a - a1;  // Dekker's product, halves by masking
  const Vec<T> b1 = from_bits<T>(bits(b) & top), b2 = b - b1;
  return ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2;
}

/// A number as a sum of two, |low| no more than a rounding error of high.
template <class T>
struct Pair {
  Vec<T> high, low;
};

/// a + b exactly, for any a and b (Knuth).
template <class T>
NABLA_INLINE Pair<T> exact_sum(Vec<T> a, Vec<T> b) {
  const Vec<T> sum = a + b;
  const Vec<T> b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// --- exponentials ---

// (e^r − 1 − r)/r² for |r| ≤ ln 2 / 2, error relative to e^r − 1: 2^-30.5, 2^-60.4
inline constexpr float exp_f32[] = {0.5f,           0.166666672f,   0.0416664928f,
                                    0.00833322294f, 0.00139329757f, 0.000199308924f};
inline constexpr double exp_f64[] = {0.5,
                                     0.16666666666666677,
                                     0.041666666666666671,
                                     0.0083333333333213792,
                                     0.0013888888888880155,
                                     0.00019841269887204761,
                                     2.4801587346320036e-5,
                                     2.7557242659128389e-6,
                                     2.755723717318543e-7,
                                     2.510971634011753e-8,
                                     2.0932900847735789e-9};

/// x + low = n·ln 2 + r; gives e^r − 1.
template <class T>
struct ExpParts {
  Nearest<T> n;
  Vec<T> fraction;
};

template <class T>
NABLA_INLINE ExpParts<T> exp_parts(Vec<T> x, Vec<T> low = 0) {
  const Nearest<T> n = nearest(x, Vec<T>(T(1.44269504088896340736)));
  const Vec<T> r = fma(n.value, -ln2_low<T>, fma(n.value, -ln2_high<T>, x)) + low;
  return {n, fma(r * r, polynomial(r, exp_f32, exp_f64), r)};
}

/// e^(x + low), |low| no more than a rounding error of x.
template <class T>
NABLA_INLINE Vec<T> exp(Vec<T> x, Vec<T> low = 0) {
  const Vec<T> least = choose<T>(-104.0f, -746.0), greatest = choose<T>(89.0f, 710.0);
  const ExpParts<T> parts = exp_parts(clamp(x, least, greatest), low);
  // Two factors: 2^n itself is no normal number near either end.
  const Mask<T> half = nearest(parts.n.value, Vec<T>(T(0.5))).integer;
  return (parts.fraction + 1) * power_of_two<T>(half) * power_of_two<T>(parts.n.integer - half);
}

/// e^x − 1, accurate near 0.
template <class T>
NABLA_INLINE Vec<T> expm1(Vec<T> x) {
  const Vec<T> least = choose<T>(-30.0f, -60.0), greatest = choose<T>(89.0f, 710.0);
  const ExpParts<T> parts = exp_parts(clamp(x, least, greatest));
  const Vec<T> half_scale = power_of_two<T>(parts.n.integer - 1);
  const Vec<T> y = 2 * fma(half_scale, parts.fraction, half_scale - T(0.5));
  return select(abs(x) < choose<T>(0.25f, 0.25), select(abs(x) < negligible<T>, x, parts.fraction),
                y);
}

// (tanh x − x)/x³ in z = x², |x| ≤ 0.625: 2^-27.8
inline constexpr float tanh_f32[] = {-0.333332837f, 0.133314833f, -0.0537427738f, 0.0206480622f,
                                     -0.00571406353f};

/// tanh x = (e^2x − 1)/(e^2x + 1). That is good to 2.2 ulp; float32 asks for 2, so it takes a
/// polynomial near 0, where the quotient is at its worst.
template <class T>
NABLA_INLINE Vec<T> tanh(Vec<T> x) {
  const Vec<T> a = abs(x);
  const Vec<T> t = expm1(min(choose<T>(20.0f, 40.0), a * 2));
  Vec<T> y = t / (t + 2);
  if constexpr (sizeof(T) == 4) {
    const Vec<T> z = a * a;
    y = select(a < 0.625f, fma(a * z, polynomial(z, tanh_f32, {0.0}), a), y);
  }
  return copysign(y, x);
}

/// 1/(1 + e^-x), accurate at both ends.
template <class T>
NABLA_INLINE Vec<T> sigmoid(Vec<T> x) {
  const Vec<T> e = exp(-abs(x));
  return select(x < 0, e, Vec<T>(1)) / (e + 1);
}

/// sigmoid(x) and sigmoid(−x) = 1 − sigmoid(x), both accurate.
template <class T>
struct Sigmoids {
  Vec<T> value, complement;
};

template <class T>
NABLA_INLINE Sigmoids<T> sigmoids(Vec<T> x) {
  const Vec<T> e = exp(-abs(x));
  const Vec<T> large = 1 / (e + 1), small = e * large;
  return {select(x < 0, small, large), select(x < 0, large, small)};
}

// --- logarithms ---

// (ln((1+s)/(1−s)) − 2s)/s³ in z = s², 0 ≤ z ≤ (3 − 2√2)², error relative to the logarithm:
// 2^-30.2, 2^-59.5
inline constexpr float log_f32[] = {0.666667759f, 0.399775803f, 0.298709333f};
inline constexpr double log_f64[] = {0.6666666666666734,  0.39999999999416419, 0.28571428742112193,
                                     0.22222198593637613, 0.18183563566669206, 0.15314063805105857,
                                     0.14795868462924064};

/// u = 2^n·(1 + f), √½ ≤ 1 + f < √2, for normal u > 0.
template <class T>
struct LogParts {
  Vec<T> f;
  Mask<T> n;
};

template <class T>
NABLA_INLINE LogParts<T> log_parts(Vec<T> u) {
  using Integer = typename Register<T>::Integer;
  constexpr Integer one = Integer(exponent_bias<T>) << mantissa_bits<T>;
  constexpr Integer root_half = sizeof(T) == 4 ? 0x3f3504f3 : 0x3fe6a09e667f3bcd;
  constexpr Integer mantissa = (Integer(1) << mantissa_bits<T>)-1;
  // Shifting the exponent by that of √½ puts the cut there.
  const auto shifted = reinterpret_cast<typename Register<T>::Naturals>(
      wrapping_add<T>(bits(u), Mask<T>{} + (one - root_half)));
  const Mask<T> n = reinterpret_cast<Mask<T>>(shifted >> mantissa_bits<T>) - exponent_bias<T>;
  const Mask<T> m = (reinterpret_cast<Mask<T>>(shifted) & mantissa) + root_half;
  return {from_bits<T>(m) - 1, n};
}

/// x and the exponent to add to its logarithm's, so that x is no subnormal number.
template <class T>
struct Normal {
  Vec<T> x, exponent;
};

template <class T>
NABLA_INLINE Normal<T> normalize(Vec<T> x) {
  const Mask<T> subnormal = x < choose<T>(0x1p-126f, 0x1p-1022);
  return {select(subnormal, x * choose<T>(0x1p24f, 0x1p54), x),
          select(subnormal, Vec<T>(choose<T>(-24, -54)), Vec<T>(0))};
}

/// ln(u + c) + k·ln 2 for normal u > 0 and |c| no more than a rounding error of u.
template <class T>
NABLA_INLINE Vec<T> log_of_sum(Vec<T> u, Vec<T> c, Vec<T> k) {
  const LogParts<T> parts = log_parts(u);
  const Vec<T> f = parts.f + c * T(0.5) * power_of_two<T>(1 - parts.n);  // 2^-n may be subnormal
  const Vec<T> s = f / (f + 2);
  const Vec<T> z = s * s;
  const Vec<T> exponent = from_integer<T>(parts.n) + k;
  const Vec<T> correction =
      s * (f - z * polynomial(z, log_f32, log_f64));  // ln(1+f) = f − correction
  return fma(exponent, ln2_high<T>, f - (correction - exponent * ln2_low<T>));
}

/// The logarithm's value `y` for finite x > 0; its limits, and NaN below 0, elsewhere.
template <class T>
NABLA_INLINE Vec<T> with_log_limits(Vec<T> y, Vec<T> x) {
  const Vec<T> edge =
      select(x == 0, Vec<T>(-infinity<T>), select(x > 0, x, Vec<T>(not_a_number<T>)));
  return select((x > 0) & (x < infinity<T>), y, edge);
}

/// ln x; −inf at 0, NaN below.
template <class T>
NABLA_INLINE Vec<T> log(Vec<T> x) {
  const Normal<T> normal = normalize(x);
  return with_log_limits(log_of_sum(normal.x, Vec<T>(0), normal.exponent), x);
}

/// ln(1 + x), accurate near 0; −inf at −1, NaN below.
template <class T>
NABLA_INLINE Vec<T> log1p(Vec<T> x) {
  const Pair<T> u = exact_sum(Vec<T>(1), x);
  const Vec<T> y = with_log_limits(log_of_sum(u.high, u.low, Vec<T>(0)), u.high);
  return select(abs(x) < negligible<T>, x, y);
}

/// ln(1 + e^x), accurate at both ends.
template <class T>
NABLA_INLINE Vec<T> softplus(Vec<T> x) {
  return max(Vec<T>(0), x) + log1p(exp(-abs(x)));
}

// --- powers ---

// ((ln((1+s)/(1−s)) − 2s)/s³ − 2/3)/z in z = s², error relative to the logarithm: 2^-36.8, 2^-73.5
inline constexpr float log_tail_f32[] = {0.400001526f, 0.285470903f, 0.234196454f};
inline constexpr double log_tail_f64[] = {
    0.3999999999999998,  0.28571428571443847, 0.22222222217787527, 0.18181818844337047,
    0.15384558401452211, 0.13336265646943649, 0.11675755710607615, 0.11981973154025763};

/// ln x to about half as many digits again as T has, for finite x > 0.
template <class T>
NABLA_INLINE Pair<T> log_pair(Vec<T> x) {
  const Normal<T> normal = normalize(x);
  const LogParts<T> parts = log_parts(normal.x);
  const Vec<T> f = parts.f, n = from_integer<T>(parts.n) + normal.exponent;
  // s = f/(2 + f) and z = s², each with what its rounding left.
  const Vec<T> d = f + 2, d_low = f - (d - 2);
  const Vec<T> s = f / d, back = s * d;
  const Vec<T> s_low = ((f - back) - product_error(s, d, back) - s * d_low) / d;
  const Vec<T> z = s * s, z_low = fma(s * 2, s_low, product_error(s, s, z));
  // s³·(2/3 + z·tail)
  const Vec<T> two_thirds = T(2.0 / 3), tail = z * polynomial(z, log_tail_f32, log_tail_f64);
  const Vec<T> t = two_thirds + tail;
  const Vec<T> t_low = (two_thirds - t) + tail + choose<T>(-1.98682149e-8f, 3.7007434154171885e-17);
  const Vec<T> cube = s * z, cube_low = fma(s, z_low, fma(s_low, z, product_error(s, z, cube)));
  const Vec<T> rest = cube * t;
  const Vec<T> rest_low = fma(cube, t_low, fma(cube_low, t, product_error(cube, t, rest)));
  // n·ln 2 + 2s + rest
  const Pair<T> first = exact_sum(n * ln2_high<T>, s * 2);
  const Pair<T> second = exact_sum(first.high, rest);
  return {second.high, first.low + second.low + (fma(s_low, 2, rest_low) + n * ln2_low<T>)};
}

/// x^y for x ≥ 0, NaN below 0; x^0 = 1 for any x.
template <class T>
NABLA_INLINE Vec<T> pow(Vec<T> x, Vec<T> y) {
  const Pair<T> logarithm = log_pair(x);
  const Vec<T> exponent = y * with_log_limits(logarithm.high, x);
  const Vec<T> low = fma(y, logarithm.low, product_error(y, logarithm.high, exponent));
  const Mask<T> bounded = abs(exponent) < choose<T>(200.0f, 1000.0);  // beyond: 0 or inf
  return select(y == 0, Vec<T>(1), exp(exponent, select(bounded, low, Vec<T>(0))));
}

// --- the error function ---

// erf(x)/x − 1 in z = x², 0 ≤ z ≤ 1: 2^-29.5, 2^-56
inline constexpr float erf_f32[] = {0.128379166f,   -0.376126289f,    0.112836182f,  -0.0268551223f,
                                    0.00519071659f, -0.000803050934f, 7.91918792e-5f};
inline constexpr double erf_f64[] = {
    0.12837916709551256,   -0.37612638903183437,    0.11283791670941536,    -0.026866170642728202,
    0.0052239776031073873, -0.00085483257879816904, 0.00012055289406852449, -1.4924633214311151e-5,
    1.6446170443324203e-6, -1.6199089734816573e-7,  1.3680432390294688e-8,  -7.723932839029144e-10};

// (1 + 2x)·e^(x²)·erfc(x) in t = (x − 4)/(x + 4), 0 ≤ x ≤ 11 and 28: 2^-30, 2^-56.2
inline constexpr float erfcx_f32[] = {1.23299515f,    -0.139621139f,   0.0153795602f,
                                      0.0680978969f,  -0.101036109f,   0.0937225819f,
                                      -0.0663672611f, 0.0371994413f,   -0.0160070546f,
                                      0.00511768693f, -0.00106985099f, -0.000622066029f};
inline constexpr double erfcx_f64[] = {
    1.2329951186255526,     -0.13962111684056289,    0.015379652102619764,
    0.068097054254736597,   -0.10103906603630113,    0.093732834996823819,
    -0.066330365812564407,  0.037167515561852611,    -0.01619773404841874,
    0.0050319697635692407,  -0.00075777340489623633, -0.00019925556127045342,
    0.00015062247169238447, -2.4402941458967535e-5,  -1.1225283288747324e-5,
    5.7172950876225954e-6,  3.019566907590573e-7,    -8.3424011613732165e-7,
    6.2388946088966219e-8,  1.1456103712958154e-7,   -7.7789029219166518e-9,
    -1.3386156018799061e-8, -1.7175867531782563e-9};

/// e^(−c·x²) for c = 1 or ½: the rounding error of x² is put back, or it would be x² ulp of the
/// result.
template <class T>
NABLA_INLINE Vec<T> exp_minus_square(Vec<T> x, T c) {
  const Vec<T> a = min(Vec<T>(40), abs(x));  // the result is 0 from there on
  const Vec<T> square = a * a;
  return exp(square * -c, product_error(a, a, square) * -c);
}

/// e^(x²)·erfc(x) for 0 ≤ x ≤ 28 (float32: 11, where e^(−x²) has become 0).
template <class T>
NABLA_INLINE Vec<T> erfc_scaled(Vec<T> x) {
  return polynomial((x - 4) / (x + 4), erfcx_f32, erfcx_f64) / fma(x, 2, 1);
}

/// erf x for |x| ≤ 1.
template <class T>
NABLA_INLINE Vec<T> erf_small(Vec<T> x) {
  return fma(x, polynomial(x * x, erf_f32, erf_f64), x);
}

/// 1 − erf x, with relative accuracy where it is small.
template <class T>
NABLA_INLINE Vec<T> erfc(Vec<T> x) {
  const Vec<T> a = min(choose<T>(11.0f, 28.0), abs(x));
  const Vec<T> tail = exp_minus_square(a, T(1)) * erfc_scaled(a);
  return select(a < T(0.5), 1 - erf_small(x), select(x < 0, 2 - tail, tail));
}

/// (2/√π)·∫₀ˣ e^(−t²) dt.
template <class T>
NABLA_INLINE Vec<T> erf(Vec<T> x) {
  const Vec<T> a = abs(x), bounded = min(choose<T>(11.0f, 28.0), a);
  const Vec<T> large = 1 - exp_minus_square(bounded, T(1)) * erfc_scaled(bounded);
  return select(a < 1, erf_small(x), copysign(large, x));
}

/// ½·erfc(−x/√2), the distribution function of the standard normal law.
template <class T>
NABLA_INLINE Vec<T> normal_cdf(Vec<T> x) {
  const Vec<T> root_half = T(0.70710678118654752440);
  const Vec<T> a = min(choose<T>(15.5f, 39.5), abs(x));
  const Vec<T> tail = T(0.5) * exp_minus_square(a, T(0.5)) * erfc_scaled(a * root_half);
  const Vec<T> centre = fma(erf_small(x * root_half), T(0.5), T(0.5));
  return select(a < T(0.7), centre, select(x < 0, tail, 1 - tail));
}

// --- trigonometry ---

// (sin r − r)/r³ and (cos r − 1 + r²/2)/r⁴ in z = r², |r| ≤ π/4: 2^-28, 2^-58 and 2^-33, 2^-64
inline constexpr float sin_f32[] = {-0.166666552f, 0.00833219104f, -0.000195185989f};
inline constexpr double sin_f64[] = {-0.16666666666666632,    0.0083333333333224721,
                                     -0.00019841269829835653, 2.7557313697317462e-6,
                                     -2.5050758483952661e-8,  1.589679592619617e-10};
inline constexpr float cos_f32[] = {0.0416666456f, -0.00138873013f, 2.44306739e-5f};
inline constexpr double cos_f64[] = {0.041666666666666602,  -0.0013888888888874457,
                                     2.4801587289652865e-5, -2.7557314393872383e-7,
                                     2.0875728111774684e-9, -1.1359865055729515e-11};

/// x = n·π/2 + high + low, |high| ≤ π/4; only the last two bits of n count.
template <class T>
struct Angle {
  Vec<T> high, low;
  Mask<T> n;
};

// 2/π after 64 leading zero bits, which let the window below start before the binary point.
inline constexpr std::uint64_t two_over_pi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

/// The 64 bits of 2/π from bit `start` on.
inline std::uint64_t two_over_pi_bits(int start) {
  const std::uint64_t* word = two_over_pi + start / 64;
  const int shift = start % 64;
  return shift == 0 ? word[0] : word[0] << shift | word[1] >> (64 - shift);
}

/// The angle of lane i of a huge finite x (Payne and Hanek): x = m·2^e, and of the bits of 2/π only
/// the 192 that decide the quadrant and the fraction are multiplied; higher ones give whole turns.
template <class T>
[[gnu::noinline]] void reduce_huge(Angle<T>& angle, Vec<T> x, Index i) {
  __extension__ typedef unsigned __int128 Wide;
  __extension__ typedef __int128 SignedWide;
  const auto b = bits(x)[i] & ~sign_bit<T>;
  const int e = int(b >> mantissa_bits<T>) - exponent_bias<T> - mantissa_bits<T>;
  const auto unit = typename Register<T>::Integer(1) << mantissa_bits<T>;
  const std::uint64_t m = std::uint64_t((b & (unit - 1)) | unit);
  const int start = e - 2 + 64;
  const std::uint64_t w2 = two_over_pi_bits(start), w1 = two_over_pi_bits(start + 64),
                      w0 = two_over_pi_bits(start + 128);
  const Wide middle = Wide(m) * w1 + std::uint64_t(Wide(m) * w0 >> 64);
  const std::uint64_t top = m * w2 + std::uint64_t(middle >> 64);
  // Two bits of quadrant, then the fraction of a quarter turn, rounded to [−½, ½).
  const SignedWide fraction =
      SignedWide(Wide(top << 2 | std::uint64_t(middle) >> 62) << 64 | std::uint64_t(middle) << 2);
  const std::int64_t n = std::int64_t(top >> 62) + (fraction < 0);
  const double high = double(fraction);
  const double low = double(fraction - SignedWide(high));
  const Vec<double> half_pi = 0x1.921fb54442d18p-128;  // π/2·2^-128: the fraction counts 2^-128
  const Vec<double> product = half_pi * high;
  const double error = product_error(half_pi, Vec<double>(high), product).raw[0] +
                       (low * 0x1.921fb54442d18p-128 + high * 0x1.1a62633145c07p-182);
  const double r = product.raw[0] + error;
  const T sign = bits(x)[i] < 0 ? T(-1) : T(1);
  angle.high.raw[i] = sign * T(r);
  angle.low.raw[i] = sign * T((r - double(T(r))) + ((product.raw[0] - r) + error));
  angle.n[i] = static_cast<typename Register<T>::Integer>(bits(x)[i] < 0 ? -n : n);
}

template <class T>
NABLA_INLINE Angle<T> reduce(Vec<T> x) {
  // π/2 in four parts; n times each of the first three is exact up to the limit.
  constexpr T p1 = choose<T>(0x1.9218p+0f, 0x1.921fb544p+0);
  constexpr T p2 = choose<T>(0x1.ed5p-14f, 0x1.0b4611a6p-34);
  constexpr T p3 = choose<T>(0x1.10bp-30f, 0x1.3198a2ep-69);
  constexpr T p4 = choose<T>(0x1.184698p-44f, 0x1.b839a252049c1p-104);
  const Vec<T> limit = choose<T>(1600.0f, 1.6e6);
  const Nearest<T> n = nearest(x, Vec<T>(T(0.63661977236758134308)));
  const Pair<T> first = exact_sum(x - n.value * p1, -(n.value * p2));
  const Pair<T> second = exact_sum(first.high, -(n.value * p3));
  const Vec<T> rest = fma(n.value, -p4, first.low + second.low);
  const Vec<T> high = second.high + rest;
  Angle<T> angle = {high, (second.high - high) + rest, n.integer};
  const Mask<T> huge = abs(x) > limit;
  if (any<T>(huge)) [[unlikely]] {
    for (Index i = 0; i < Vec<T>::lanes; ++i) {
      if (huge[i]) reduce_huge(angle, x, i);
    }
    angle.high = select(abs(x) < infinity<T>, angle.high, x - x);
  }
  return angle;
}

/// sin of the angle advanced by `quarters` quarter turns.
template <class T>
NABLA_INLINE Vec<T> sin_of(const Angle<T>& angle, typename Register<T>::Integer quarters) {
  const Vec<T> r = angle.high, z = r * r, half = z * T(0.5);
  const Vec<T> sine = fma(r * z, polynomial(z, sin_f32, sin_f64), fma(angle.low, 1 - half, r));
  const Vec<T> whole = 1 - half;
  const Vec<T> cosine = whole + (((1 - whole) - half) +
                                 fma(z * z, polynomial(z, cos_f32, cos_f64), -(r * angle.low)));
  const Mask<T> n = wrapping_add<T>(angle.n, Mask<T>{} + quarters);
  const Vec<T> value = select((n & 1) == 0, sine, cosine);
  return from_bits<T>(bits(value) ^ ((n & 2) << (sizeof(T) * 8 - 2)));
}

/// sin x, for any finite x; NaN at ±inf.
template <class T>
NABLA_INLINE Vec<T> sin(Vec<T> x) {
  return select(abs(x) < negligible<T>, x, sin_of(reduce(x), 0));
}

/// cos x, for any finite x; NaN at ±inf.
template <class T>
NABLA_INLINE Vec<T> cos(Vec<T> x) {
  return sin_of(reduce(x), 1);
}

// (atan t − t)/t³ in z = t², |t| ≤ tan(π/8): 2^-30.5, 2^-59.5
inline constexpr float atan_f32[] = {-0.333333164f, 0.19998531f, -0.142444685f, 0.105997965f,
                                     -0.0609166659f};
inline constexpr double atan_f64[] = {
    -0.33333333333333198,  0.19999999999953819,  -0.1428571428022056,   0.11111110784678757,
    -0.09090897792907604,  0.07692060837039684,  -0.066631110229404045, 0.058479390100824882,
    -0.050395229948151682, 0.038069947400900021, -0.017912924226687027};

/// arctan x, in (−π/2, π/2).
template <class T>
NABLA_INLINE Vec<T> atan(Vec<T> x) {
  // atan a = π/4 + atan((a−1)/(a+1)) = π/2 − atan(1/a), whichever leaves the smallest argument.
  const Vec<T> a = abs(x);
  const Mask<T> middle = a > T(0.41421356237309504880), large = a > T(2.41421356237309504880);
  const Vec<T> t = select(large, Vec<T>(-1), select(middle, a - 1, a)) /
                   select(large, a, select(middle, a + 1, Vec<T>(1)));
  const Vec<T> base =
      select(large, Vec<T>(choose<T>(0x1.921fb6p+0f, 0x1.921fb54442d18p+0)),
             select(middle, Vec<T>(choose<T>(0x1.921fb6p-1f, 0x1.921fb54442d18p-1)), Vec<T>(0)));
  const Vec<T> base_low = base * choose<T>(-2.78275357e-8f, 3.8981718325193755e-17);
  const Vec<T> z = t * t;
  const Vec<T> y = base + (t + fma(t * z, polynomial(z, atan_f32, atan_f64), base_low));
  return copysign(y, x);
}

}  // namespace nabla::NABLA_ISA
