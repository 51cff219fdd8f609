// The addon's entry: gathers the exports. No logic.
#include "binding/addon.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  nabla::export_system(env, exports);
  nabla::export_gemm(env, exports);
  nabla::export_math(env, exports);
  nabla::export_data(env, exports);
  nabla::export_network(env, exports);
  nabla::export_trainer(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(nabla, initialize)
