// The kernels for x86-64 with AVX2 and FMA. CMakeLists.txt sets the flags.
#if defined(__x86_64__)
#include "kernels/isa/make_table.h"
#include "kernels/isa/tables.h"

namespace nabla::avx2 {

constinit const Table<float> float_table = make_table<float>("avx2");
constinit const Table<double> double_table = make_table<double>("avx2");

}  // namespace nabla::avx2
#endif
