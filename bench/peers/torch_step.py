"""Training steps of a multilayer perceptron in PyTorch on the CPU, as a peer to race against.

Reads its task from the command line, prints one JSON line when warm, then for each line on stdin
trains for as many steps as the line says and prints the seconds they took.
"""

import argparse
import json
import os
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("--dims", required=True, help="widths, as 784,512,512,10")
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--threads", type=int, required=True, help="0 = as PyTorch chooses")
parser.add_argument("--optimizer", choices=["sgd", "adam"], default="sgd")
parser.add_argument("--loss", choices=["cross-entropy", "squared-error"], required=True)
args = parser.parse_args()

# One thread a core, as nabla: before the import, so that the OpenMP pool has the right size.
if args.threads > 0:
    os.environ["OMP_NUM_THREADS"] = str(args.threads)
import torch  # noqa: E402

if args.threads > 0:
    torch.set_num_threads(args.threads)
torch.manual_seed(0)
dims = [int(width) for width in args.dims.split(",")]
layers = []
for index, (inputs, outputs) in enumerate(zip(dims[:-1], dims[1:])):
    layers.append(torch.nn.Linear(inputs, outputs))
    if index < len(dims) - 2:
        layers.append(torch.nn.ReLU())
network = torch.nn.Sequential(*layers)
method = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[args.optimizer]
optimizer = method(network.parameters(), lr=1e-3, fused=True)

x = torch.randn(args.batch, dims[0])
if args.loss == "cross-entropy":
    loss_of, target = torch.nn.CrossEntropyLoss(), torch.randint(0, dims[-1], (args.batch,))
else:
    loss_of, target = torch.nn.MSELoss(), torch.randn(args.batch, dims[-1])


def step():
    optimizer.zero_grad(set_to_none=True)
    loss_of(network(x), target).backward()
    optimizer.step()


for _ in range(20):
    step()
print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        step()
    print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
