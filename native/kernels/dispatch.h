// Which table of kernels this process uses.
#pragma once

#include <string>
#include <vector>

#include "kernels/table.h"

namespace nabla {

/// The kernels in use: the set that NABLA_ISA names (sse2, avx2, avx512, neon), else the widest
/// this machine can run. Chosen at the first call, for good. Throws std::runtime_error when
/// NABLA_ISA names a set that does not exist or that this machine cannot run.
template <class T>
const Table<T>& table();

/// The instruction sets this machine can run, widest first.
std::vector<std::string> available_isas();

}  // namespace nabla
