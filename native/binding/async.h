// Long work on nabla's own native threads, settled as a JS promise. Never libuv's pool: four long
// jobs there would stall every file and DNS call of the process.
#pragma once

#include <napi.h>

#include <functional>

namespace nabla {

// Makes the promise's value; called on the JS thread.
using Settle = std::function<Napi::Value(Napi::Env)>;
// Called on a native thread; must not touch JS. What it throws rejects the promise (see error.h).
using Work = std::function<Settle()>;

// Both functions are destroyed on the JS thread, so they may own Napi references that keep
// arguments alive.
Napi::Promise run_async(Napi::Env env, Work work);

}  // namespace nabla
