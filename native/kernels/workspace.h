// Scratch memory for kernels whose matrices come unpacked. Training never needs it: there every
// buffer belongs to the plan.
#pragma once

#include "kernels/types.h"

namespace nabla {

/// Memory of the calling thread, at least `bytes` large and aligned to a page, its contents
/// unspecified; valid until the thread asks again. Throws std::bad_alloc.
void* thread_workspace(Index bytes);

}  // namespace nabla
