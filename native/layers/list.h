// Every layer type, by the name specs use: macros, which become other layers, and primitives.
#pragma once

#include "layers/activation.h"
#include "layers/batch_norm.h"
#include "layers/dense.h"
#include "layers/dropout.h"
#include "layers/gated.h"
#include "layers/layer_norm.h"
#include "layers/max.h"
#include "layers/maxout.h"
#include "layers/merge.h"
#include "layers/parallel.h"
#include "layers/power_product.h"
#include "layers/product.h"
#include "layers/rbf.h"
#include "layers/residual.h"
#include "layers/scale.h"
#include "layers/skip.h"

namespace nabla {

inline constexpr LayerType layer_types[] = {
    primitive<Dense>("dense"),
    primitive<ActivationLayer>("activation"),
    primitive<Merge>("merge", true),
    macro("skip", expand_skip),
    macro("residual", expand_residual),
    macro("parallel", expand_parallel),
    macro("gated", expand_gated),
    macro("maxout", expand_maxout),
    primitive<Max>("max"),
    primitive<Product>("product"),
    primitive<PowerProduct>("power-product"),
    primitive<Rbf>("rbf"),
    primitive<Dropout>("dropout"),
    primitive<BatchNorm>("batch-norm"),
    primitive<LayerNorm>("layer-norm"),
    primitive<Scale>("scale"),
};

}  // namespace nabla
