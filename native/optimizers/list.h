// Every element-wise optimiser, in the order of the catalogue; an id is a position in this list.
#pragma once

#include "kernels/type_list.h"
#include "optimizers/adadelta.h"
#include "optimizers/adagrad.h"
#include "optimizers/adam.h"
#include "optimizers/adamw.h"
#include "optimizers/amsgrad.h"
#include "optimizers/lion.h"
#include "optimizers/momentum.h"
#include "optimizers/nadam.h"
#include "optimizers/nesterov.h"
#include "optimizers/rmsprop.h"
#include "optimizers/rprop.h"
#include "optimizers/sgd.h"

namespace nabla {

using Optimizers = TypeList<Sgd, Momentum, Nesterov, Rmsprop, Adagrad, Adadelta, Adam, Amsgrad,
                            Adamw, Nadam, Lion, Rprop>;

}  // namespace nabla
