"""Training steps of a multilayer perceptron in JAX on the CPU, compiled, as a peer to race against.

The same protocol as torch_step.py. With --scan, whole runs of steps are one compiled loop, which is
the hardest form of this peer for small networks.
"""

import argparse
import json
import os
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("--dims", required=True, help="widths, as 784,512,512,10")
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--loss", choices=["cross-entropy", "squared-error"], required=True)
parser.add_argument("--scan", type=int, default=0, help="steps in one compiled loop; 0 = one by one")
args = parser.parse_args()

# XLA sizes its pool by the cores it may use: before the import.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.threads])
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

random = np.random.RandomState(0)
dims = [int(width) for width in args.dims.split(",")]
parameters = [
    (jnp.array(random.randn(a, b) * np.sqrt(2 / a), jnp.float32), jnp.zeros(b, jnp.float32))
    for a, b in zip(dims[:-1], dims[1:])
]


def loss_of(layers, x, target):
    for index, (w, b) in enumerate(layers):
        x = x @ w + b
        if index < len(layers) - 1:
            x = jax.nn.relu(x)
    if args.loss == "cross-entropy":
        chosen = jnp.take_along_axis(jax.nn.log_softmax(x), target[:, None], 1)
        return -jnp.mean(chosen)
    return jnp.mean((x - target) ** 2)


def step(layers, x, target):
    gradients = jax.grad(loss_of)(layers, x, target)
    return jax.tree.map(lambda w, g: w - 0.001 * g, layers, gradients)


def batches(*lead):
    x = jnp.array(random.rand(*lead, args.batch, dims[0]), jnp.float32)
    if args.loss == "cross-entropy":
        return x, jnp.array(random.randint(0, dims[-1], (*lead, args.batch)))
    return x, jnp.array(random.rand(*lead, args.batch, dims[-1]), jnp.float32)


if args.scan:
    per_call = args.scan
    data = batches(per_call)

    def run(layers, x, target):
        return jax.lax.scan(lambda p, xy: (step(p, *xy), None), layers, (x, target))[0]
else:
    per_call, data, run = 1, batches(), step
run = jax.jit(run)

for _ in range(20 if not args.scan else 3):
    parameters = run(parameters, *data)
jax.block_until_ready(parameters)
print(json.dumps({"version": jax.__version__}), flush=True)
for line in sys.stdin:
    calls = max(1, round(int(line) / per_call))
    start = time.perf_counter()
    for _ in range(calls):
        parameters = run(parameters, *data)
    jax.block_until_ready(parameters)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds * int(line) / (calls * per_call)}), flush=True)
