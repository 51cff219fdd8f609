#include "kernels/dispatch.h"

#include <cstdlib>
#include <stdexcept>

#include "kernels/isa/tables.h"

namespace nabla {
namespace {

struct InstructionSet {
  const Table<float>& float_table;
  const Table<double>& double_table;
  bool supported;
};

/// Widest first. __builtin_cpu_supports asks cpuid, and xgetbv whether the system saves the
/// registers.
std::vector<InstructionSet> instruction_sets() {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  return {{avx512::float_table, avx512::double_table, avx512},
          {avx2::float_table, avx2::double_table, avx2},
          {sse2::float_table, sse2::double_table, true}};
#elif defined(__aarch64__)
  return {{neon::float_table, neon::double_table, true}};
#else
#error "nabla runs on x86-64 and 64-bit Arm"
#endif
}

InstructionSet choose() {
  const char* const forced = std::getenv("NABLA_ISA");
  std::string runnable;
  for (const InstructionSet& set : instruction_sets()) {
    if (!set.supported) continue;
    const std::string name = set.float_table.name;
    if (!forced || !*forced || name == forced) return set;
    runnable += (runnable.empty() ? "" : ", ") + name;
  }
  throw std::runtime_error("NABLA_ISA is \"" + std::string(forced) + "\"; this machine runs " +
                           runnable);
}

const InstructionSet& chosen() {
  static const InstructionSet set = choose();
  return set;
}

}  // namespace

template <>
const Table<float>& table<float>() {
  return chosen().float_table;
}

template <>
const Table<double>& table<double>() {
  return chosen().double_table;
}

std::vector<std::string> available_isas() {
  std::vector<std::string> names;
  for (const InstructionSet& set : instruction_sets()) {
    if (set.supported) names.push_back(set.float_table.name);
  }
  return names;
}

}  // namespace nabla
