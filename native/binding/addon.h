// What each file of binding/ adds to the addon's exports. Only this folder includes napi.h.
#pragma once

#include <napi.h>

namespace nabla {

void export_system(Napi::Env env, Napi::Object exports);   // system_binding.cpp
void export_gemm(Napi::Env env, Napi::Object exports);     // gemm_binding.cpp
void export_math(Napi::Env env, Napi::Object exports);     // math_binding.cpp
void export_data(Napi::Env env, Napi::Object exports);     // data_binding.cpp
void export_network(Napi::Env env, Napi::Object exports);  // network_binding.cpp
void export_trainer(Napi::Env env, Napi::Object exports);  // trainer_binding.cpp

}  // namespace nabla
