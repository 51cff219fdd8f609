"""The whole tour of nabla from Python, with nothing but the standard library: a data set from a file, a
network, a job with its events, predictions, what the network sees, and the model as ONNX.

    python3 examples/tour.py [http://127.0.0.1:8080]
"""

import json
import pathlib
import sys
import urllib.error
import urllib.request

URL = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8080"
INPUTS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def call(method, path, body=None, **headers):
    """The reply's bytes; a refusal ends the tour with the pointer of each fault."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None and not isinstance(body, bytes):
        headers.setdefault("content-type", "application/json")
        body = json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.read()
    except urllib.error.HTTPError as refusal:
        problem = json.load(refusal)
        faults = [f"{fault.get('pointer', '')}: {fault['detail']}" for fault in problem.get("errors", [])]
        sys.exit("\n".join([f"{method} {path}: {problem['detail']}", *faults]))


def get(path, **headers):
    return json.loads(call("GET", path, **headers))


def post(path, body, **headers):
    return json.loads(call("POST", path, body, **headers))


def events(job):
    """The events of a job as they happen, until it has ended."""
    stream = urllib.request.Request(
        f"{URL}/v1/training-jobs/{job}/events", headers={"accept": "text/event-stream"}
    )
    with urllib.request.urlopen(stream) as lines:
        kind = None
        for line in (line.decode().rstrip("\r\n") for line in lines):
            if line.startswith("event:"):
                kind = line[6:].strip()
            elif line.startswith("data:"):
                yield kind, json.loads(line[5:])


# A table, from a file.
csv = (pathlib.Path(__file__).parent / "iris.csv").read_bytes()
dataset = post("/v1/datasets?name=iris", csv, content_type="text/csv")
print(f"data set   {dataset['rowCount']} rows, {len(dataset['columns'])} columns")

# A network: checked first, then made.
spec = {
    "name": "iris",
    "seed": 3,
    "inputSize": 4,
    "layers": [
        {"type": "dense", "name": "hidden", "units": 16, "activation": "relu"},
        {"type": "dense", "units": 3, "activation": "softmax"},
    ],
}
assert post("/v1/networks:validate", spec)["valid"]
network = post("/v1/networks", spec)
print(f"network    {network['parameterCount']} parameters")

# A job, followed while it runs.
job = post(
    "/v1/training-jobs",
    {
        "network": network["id"],
        "dataset": dataset["id"],
        "model": "iris",
        "inputs": INPUTS,
        "targets": ["species"],
        "split": {"train": 0.7, "test": 0.3, "seed": 1},
        "preprocessing": {"inputs": "standardize"},
        "loss": "cross-entropy",
        "optimizer": {"type": "sgd", "learningRate": 0.05},
        "batchSize": 16,
        "epochs": 60,
        "seed": 5,
        "metrics": ["accuracy"],
    },
    idempotency_key=f"tour-{network['id']}",
)
epochs = [data["epoch"] for kind, data in events(job["id"]) if kind == "epoch"]
print(f"job        {len(epochs)} events up to epoch {epochs[-1]}")
job = get(f"/v1/training-jobs/{job['id']}", prefer="wait=30")
assert job["status"] == "succeeded", job["error"]
accuracy = job["result"]["metrics"]["test"]["accuracy"]
print(f"           accuracy {accuracy:.3f} on rows it did not see")
assert accuracy > 0.85

# Predictions: from arrays, from objects, from a file.
version = f"/v1/models/iris/versions/{job['result']['version']}"
flower = dict(zip(INPUTS, [6.3, 3.3, 6.0, 2.5]))
predictions = post(f"{version}:predict", {"instances": [[5.1, 3.5, 1.4, 0.2], flower]})["predictions"]
print("model      " + ", ".join(prediction["class"] for prediction in predictions))
assert [prediction["class"] for prediction in predictions] == ["setosa", "virginica"]
rows = "\n".join([",".join(INPUTS), "5.1,3.5,1.4,0.2", "6.3,3.3,6.0,2.5", ""]).encode()
table = call("POST", f"{version}:predict", rows, content_type="text/csv", accept="text/csv").decode()
assert [line.split(",")[0] for line in table.splitlines()[1:]] == ["setosa", "virginica"]

# A label for those who only want the current one.
target = {"version": job["result"]["version"]}
label = urllib.request.Request(f"{URL}/v1/models/iris/labels/production")
try:
    etag = {"if_match": urllib.request.urlopen(label).headers["etag"]}
except urllib.error.HTTPError:
    etag = {}
call("PUT", "/v1/models/iris/labels/production", target, **etag)
assert post("/v1/models/iris/labels/production:predict", {"instances": [flower]})["predictions"]

# What the untrained network sees in one row.
inside = post(f"/v1/networks/{network['id']}:inspect", {"instances": [[0, 1, 0, 1]], "want": ["activations"]})
print(f"inside     hidden units: {sum(h > 0 for h in inside['activations']['hidden']['output'][0])} of 16 are on")

# The model for onnxruntime, and for another nabla.
onnx = call("GET", f"{version}/export?format=onnx")
archive = call("GET", f"{version}/export?format=archive")
copy = post("/v1/models/iris-copy:import", archive, content_type="application/octet-stream")
instances = {"instances": [[5.9, 3.0, 5.1, 1.8]]}
original = post(f"{version}:predict", instances)
assert post(f"/v1/models/iris-copy/versions/{copy['version']}:predict", instances) == original
print(f"elsewhere  {len(onnx)} bytes of ONNX; {len(archive)} of archive, which predicts the same")
