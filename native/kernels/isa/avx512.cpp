// The kernels for x86-64 with AVX-512 F, BW, DQ and VL. CMakeLists.txt sets the flags.
#if defined(__x86_64__)
#include "kernels/isa/make_table.h"
#include "kernels/isa/tables.h"

namespace nabla::avx512 {

constinit const Table<float> float_table = make_table<float>("avx512");
constinit const Table<double> double_table = make_table<double>("avx512");

}  // namespace nabla::avx512
#endif
