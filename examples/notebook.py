# %% [markdown]
# # A model of house prices, cell by cell
# Open this file as a notebook (VS Code, Spyder and Jupytext know the `# %%` cells), or run it as it is:
# `python3 examples/notebook.py [http://127.0.0.1:8080]`. It needs `requests`; matplotlib, when there, draws.

# %%
import math
import random
import sys

import requests

arguments = [argument for argument in sys.argv[1:] if argument.startswith("http")]
url = arguments[0].rstrip("/") if arguments else "http://127.0.0.1:8080"
nabla = requests.Session()


def ask(method, path, **request):
    reply = nabla.request(method, url + path, **request)
    assert reply.ok, reply.text
    return reply.json()


# %% [markdown]
# ## Data
# 400 houses: area, age and district, and a price that depends on them in a way no straight line follows.

# %%
random.seed(7)
premium = {"centre": 1.6, "harbour": 1.3, "suburb": 1.0}


def house():
    area, age = random.uniform(30, 200), random.uniform(0, 80)
    district = random.choice(list(premium))
    price = premium[district] * area**0.9 * (3 - math.sin(age / 15)) + random.gauss(0, 6)
    return [area, age, district, price]


houses = [house() for _ in range(400)]
dataset = ask(
    "POST",
    "/v1/datasets",
    json={"name": "houses", "columns": ["area", "age", "district", "price"], "rows": houses},
)
[(column["name"], column["type"]) for column in dataset["columns"]]

# %% [markdown]
# ## Network and training

# %%
network = ask(
    "POST",
    "/v1/networks",
    json={
        "name": "houses",
        "seed": 1,
        "inputSize": 5,
        "layers": [
            {"type": "dense", "units": 24, "activation": "tanh"},
            {"type": "dense", "units": 1},
        ],
    },
)
job = ask(
    "POST",
    "/v1/training-jobs",
    json={
        "network": network["id"],
        "dataset": dataset["id"],
        "model": "houses",
        "inputs": ["area", "age", "district"],
        "targets": ["price"],
        "split": {"train": 0.8, "test": 0.2, "seed": 1},
        "preprocessing": {
            "inputs": "standardize",
            "targets": "standardize",
            "columns": {"district": "one-hot"},
        },
        "loss": "squared-error",
        "optimizer": {"type": "adam", "learningRate": 0.01},
        "batchSize": 32,
        "epochs": 200,
        "metrics": ["r2", "rmse"],
    },
)
while not job["terminal"]:
    job = ask("GET", f"/v1/training-jobs/{job['id']}", headers={"prefer": "wait=30"})
assert job["status"] == "succeeded", job["error"]
measured = job["result"]["metrics"]["test"]
print(f"R² {measured['r2']:.3f}, RMSE {measured['rmse']:.1f} on houses it did not see")
assert measured["r2"] > 0.95

# %% [markdown]
# ## Loss over epochs

# %%
series = ask("GET", f"/v1/training-jobs/{job['id']}/metrics?names=train.loss&maxPoints=200")
try:
    import matplotlib.pyplot as plt
except ImportError:
    print(f"loss {series['train.loss'][0]:.3f} at first, {series['train.loss'][-1]:.4f} at last")
else:
    plt.semilogy(series["epoch"], series["train.loss"])
    plt.xlabel("epoch")
    plt.ylabel("loss")

# %% [markdown]
# ## Predictions

# %%
houses_to_sell = [
    {"area": 85, "age": 12, "district": "centre"},
    {"area": 85, "age": 12, "district": "suburb"},
]
reply = ask("POST", "/v1/models/houses:predict", json={"instances": houses_to_sell})
(centre,), (suburb,) = reply["predictions"]
print(f"85 m² of 12 years: {centre:.0f} in the centre, {suburb:.0f} in the suburb")
assert centre > suburb
