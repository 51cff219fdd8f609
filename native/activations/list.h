// Every activation, in the order of the catalogue; an id is a position in this list.
#pragma once

#include "activations/algebraic.h"
#include "activations/arctan.h"
#include "activations/celu.h"
#include "activations/elu.h"
#include "activations/erf.h"
#include "activations/gaussian.h"
#include "activations/gelu.h"
#include "activations/gelu_tanh.h"
#include "activations/gudermannian.h"
#include "activations/hard_sigmoid.h"
#include "activations/hard_swish.h"
#include "activations/hard_tanh.h"
#include "activations/identity.h"
#include "activations/leaky_relu.h"
#include "activations/log_softmax.h"
#include "activations/mish.h"
#include "activations/prelu.h"
#include "activations/relu.h"
#include "activations/rrelu.h"
#include "activations/selu.h"
#include "activations/sigmoid.h"
#include "activations/silu.h"
#include "activations/sine.h"
#include "activations/softmax.h"
#include "activations/softplus.h"
#include "activations/softsign.h"
#include "activations/sparsemax.h"
#include "activations/squareplus.h"
#include "activations/tanh.h"
#include "kernels/type_list.h"

namespace nabla {

using Activations = TypeList<
    // of one number
    Identity, Sigmoid, Tanh, Relu, LeakyRelu, Rrelu, Prelu, Elu, Selu, Celu, Gelu, GeluTanh,
    Softplus, Squareplus, Silu, Mish, HardSigmoid, HardTanh, HardSwish, Softsign, Arctan,
    Gudermannian, Algebraic, Erf, Gaussian, Sine,
    // of a row
    Softmax, LogSoftmax, Sparsemax>;

}  // namespace nabla
