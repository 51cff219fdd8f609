// The tables that the files of this folder export, those of other architectures never defined.
#pragma once

#include "kernels/table.h"

namespace nabla {

namespace sse2 {
extern const Table<float> float_table;
extern const Table<double> double_table;
}  // namespace sse2

namespace avx2 {
extern const Table<float> float_table;
extern const Table<double> double_table;
}  // namespace avx2

namespace avx512 {
extern const Table<float> float_table;
extern const Table<double> double_table;
}  // namespace avx512

namespace neon {
extern const Table<float> float_table;
extern const Table<double> double_table;
}  // namespace neon

}  // namespace nabla
