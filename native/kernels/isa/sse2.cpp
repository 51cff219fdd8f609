// The kernels for any x86-64: SSE2, without fused multiply-add. CMakeLists.txt sets the flags.
#if defined(__x86_64__)
#include "kernels/isa/make_table.h"
#include "kernels/isa/tables.h"

namespace nabla::sse2 {

constinit const Table<float> float_table = make_table<float>("sse2");
constinit const Table<double> double_table = make_table<double>("sse2");

}  // namespace nabla::sse2
#endif
