// Every initialiser, by the name specs use.
#pragma once

#include "initializers/constant.h"
#include "initializers/explicit.h"
#include "initializers/normal.h"
#include "initializers/orthogonal.h"
#include "initializers/uniform.h"
#include "initializers/variance_scaling.h"

namespace nabla {

inline constexpr InitializerType initializer_types[] = {
    {"zeros", check_nothing, fill_zeros},
    {"constant", check_constant, fill_constant},
    {"explicit", check_explicit, fill_explicit},
    {"uniform", check_uniform, fill_uniform},
    {"normal", check_normal, fill_normal},
    {"glorot-uniform", check_nothing, fill_scaled_uniform<glorot>},
    {"glorot-normal", check_nothing, fill_scaled_normal<glorot>},
    {"glorot", check_nothing, fill_scaled_uniform<glorot>},
    {"he-uniform", check_nothing, fill_scaled_uniform<he>},
    {"he-normal", check_nothing, fill_scaled_normal<he>},
    {"he", check_nothing, fill_scaled_normal<he>},
    {"lecun-uniform", check_nothing, fill_scaled_uniform<lecun>},
    {"lecun-normal", check_nothing, fill_scaled_normal<lecun>},
    {"orthogonal", check_orthogonal, fill_orthogonal},
};

}  // namespace nabla
