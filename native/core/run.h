// Running a plan's layers, forward and backward, as one thread of a gang.
#pragma once

#include "core/plan.h"
#include "core/workspace.h"
#include "layers/layer.h"

namespace nabla {

// What the threads of one run share.
template <class T>
struct Run {
  const Plan<T>* plan;
  const Workspace<T>* workspace;
  T* const* parameters;  // Tensors::all()
  const WeightUpdate<T>* updates =
      nullptr;  // one for each parameter; w is null where none is wanted
};

// Every thread calls it with its own pass; on return all outputs are complete and visible to all.
template <class T>
void run_forward(const Run<T>& run, Pass<T>& pass) {
  for (std::size_t i = 0; i < run.plan->layers.size(); ++i) {
    const PlanLayer<T>& layer = run.plan->layers[i];
    pass.enter(run.workspace->layer(i), run.parameters + layer.first_parameter,
               run.updates ? run.updates + layer.first_parameter : nullptr);
    layer.layer->forward(pass);
    pass.barrier();
  }
}

// From the outputs' gradients, which the caller has set (and made visible). On return all
// parameters are updated, or their gradients stored.
template <class T>
void run_backward(const Run<T>& run, Pass<T>& pass) {
  for (std::size_t i = run.plan->layers.size(); i-- > 0;) {
    const PlanLayer<T>& layer = run.plan->layers[i];
    if (!layer.has_gradient) continue;
    pass.enter(run.workspace->layer(i), run.parameters + layer.first_parameter,
               run.updates ? run.updates + layer.first_parameter : nullptr);
    layer.layer->backward(pass);
    pass.barrier();
  }
}

}  // namespace nabla
