// A process-wide set of native threads, grown when none is idle, and the way back to JS.
#include "binding/async.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "binding/error.h"

namespace nabla {
namespace {

constexpr int kMaxThreads = 16;  // beyond this many concurrent calls, they queue

class Workers {
 public:
  // Never destroyed: its threads may still wait in it while the process ends.
  static Workers& process() {
    static Workers* workers = new Workers;
    return *workers;
  }

  void submit(std::function<void()> job) {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (idle_ < static_cast<int>(jobs_.size()) && threads_ < kMaxThreads) {
      ++threads_;
      std::thread([this] { loop(); }).detach();
    }
    ready_.notify_one();
  }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      ready_.wait(lock, [this] { return !jobs_.empty(); });
      --idle_;
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> jobs_;
  int threads_ = 0;
  int idle_ = 0;
};

struct Call {
  Call(Napi::Env env, Work work)
      : deferred(Napi::Promise::Deferred::New(env)), work(std::move(work)) {}

  Napi::Promise::Deferred deferred;
  Work work;
  Settle settle;
  std::exception_ptr error;
  Napi::ThreadSafeFunction to_js;
};

// What the functions own is released before the promise settles, so that its reader finds it free.
void settle(Napi::Env env, Napi::Function, Call* call) {
  if (env == nullptr) return;  // the environment is closing; nobody waits any more
  Napi::HandleScope scope(env);
  call->work = nullptr;
  Napi::Value value;
  try {
    if (!call->error) value = call->settle(env);
  } catch (...) {
    call->error = std::current_exception();
  }
  call->settle = nullptr;
  if (call->error) {
    call->deferred.Reject(to_js_error(env, call->error).Value());
  } else {
    call->deferred.Resolve(value);
  }
}

}  // namespace

Napi::Promise run_async(Napi::Env env, Work work) {
  Call* call = new Call(env, std::move(work));
  Napi::Promise promise = call->deferred.Promise();
  call->to_js = Napi::ThreadSafeFunction::New(env, Napi::Function(), "nabla", 0, 1,
                                              [call](Napi::Env) { delete call; });
  Workers::process().submit([call] {
    try {
      call->settle = call->work();
    } catch (...) {
      call->error = std::current_exception();
    }
    Napi::ThreadSafeFunction to_js = call->to_js;  // `call` may be gone once the call is queued
    to_js.BlockingCall(call, settle);
    to_js.Release();
  });
  return promise;
}

}  // namespace nabla
