// Every loss, in the order of the catalogue; an id is a position in this list.
#pragma once

#include "kernels/type_list.h"
#include "losses/absolute.h"
#include "losses/binary_cross_entropy.h"
#include "losses/cauchy.h"
#include "losses/cross_entropy.h"
#include "losses/epsilon_insensitive.h"
#include "losses/focal.h"
#include "losses/half_squared_error.h"
#include "losses/huber.h"
#include "losses/kl_divergence.h"
#include "losses/log_cosh.h"
#include "losses/poisson.h"
#include "losses/pseudo_huber.h"
#include "losses/quantile.h"
#include "losses/squared_error.h"

namespace nabla {

using Losses = TypeList<HalfSquaredError, SquaredError, Absolute, Huber, PseudoHuber, LogCosh,
                        Quantile, EpsilonInsensitive, Cauchy, Poisson, BinaryCrossEntropy, Focal,
                        CrossEntropy, KlDivergence>;

}  // namespace nabla
