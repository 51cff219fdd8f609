// The kernels for 64-bit Arm, where NEON and FMA are always there. CMakeLists.txt sets the flags.
#if defined(__aarch64__)
#include "kernels/isa/make_table.h"
#include "kernels/isa/tables.h"

namespace nabla::neon {

constinit const Table<float> float_table = make_table<float>("neon");
constinit const Table<double> double_table = make_table<double>("neon");

}  // namespace nabla::neon
#endif
