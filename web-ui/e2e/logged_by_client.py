"""Logs runs with the unmodified MLflow client, as people do. Run by `check_ui.py` in the environment of the client suite.

Run:   logged_by_client.py URL MODEL.onnx
"""
import logging
import math
import os
import random
import sys
import tempfile
import time

os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import pandas as pd  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Metric  # noqa: E402

TRIALS = 300
STEPS = 100
# The curves of so many are logged point by point, those of the others in batches, as tuners do.
POINT_BY_POINT = 10
SEARCHES = 3
TRIALS_OF_A_SEARCH = 12
SYSTEM_SECONDS = 3

REPORT = """<!doctype html><title>Churn</title><h1>Customers who left</h1>
<p id="said">The page is plain.</p><script>document.getElementById('said').textContent = 'A script ran.'</script>
"""
PAYLOAD = {"thresholds": {"leave": 0.62, "stay": 0.38}, "classes": ["stays", "leaves"]}


def customers(rows=500):
    generator = np.random.default_rng(7)
    return pd.DataFrame({
        "age": generator.integers(18, 90, rows),
        "balance": generator.normal(1_000, 400, rows).round(2),
        "plan": generator.choice(["basic", "plus", "team"], rows),
        "left": generator.random(rows) < 0.2,
    })


def loss(generator, rate):
    scale = 1 + generator.random() / 10
    return [scale / (1 + rate * step) for step in range(STEPS)]


def leave(frame, model):
    """A dataset, one file of each kind that the pages have a view for, and a model."""
    mlflow.log_input(mlflow.data.from_pandas(frame, name="customers", targets="left"), context="training")
    mlflow.log_text("The first line\nThe second line\n", "notes/read-me.txt")
    mlflow.log_dict(PAYLOAD, "thresholds.json")
    mlflow.log_text(frame.to_csv(index=False), "customers.csv")
    mlflow.log_text(REPORT, "report.html")
    with tempfile.TemporaryDirectory() as folder:
        frame.to_parquet(f"{folder}/customers.parquet")
        mlflow.log_artifact(f"{folder}/customers.parquet")
    across = np.linspace(0, 255, 160, dtype=np.uint8)
    mlflow.log_image(np.stack([np.tile(across, (90, 1)), np.full((90, 160), 90, np.uint8), np.tile(across[::-1], (90, 1))], axis=2), "picture.png")
    # What it needs is said: to find out, the client would load the model once more.
    mlflow.onnx.log_model(onnx.load(model), name="forest", pip_requirements=["onnxruntime"])


def trials(client, model):
    """Runs with parameters, tags and curves; the last with data, files and a model too."""
    generator = random.Random(7)
    mlflow.set_experiment("churn")
    for number in range(TRIALS):
        rate = [0.01, 0.03, 0.1][number % 3]
        last = number == TRIALS - 1
        with mlflow.start_run(run_name=f"trial-{number:03d}", tags={"team": generator.choice(["red", "blue"])}) as run:
            mlflow.log_params({"learning_rate": rate, "depth": generator.randint(2, 9)})
            points = loss(generator, rate)
            if number < POINT_BY_POINT or last:
                for step, value in enumerate(points):
                    mlflow.log_metric("loss", value, step=step)
            else:
                now = int(time.time() * 1000)
                client.log_batch(run.info.run_id, metrics=[Metric("loss", value, now, step) for step, value in enumerate(points)])
            if last:
                leave(customers(), model)


def searches():
    """Runs below others."""
    generator = random.Random(11)
    mlflow.set_experiment("tuning")
    for search in range(SEARCHES):
        with mlflow.start_run(run_name=f"search-{search}"):
            best = 0.0
            for trial in range(TRIALS_OF_A_SEARCH):
                with mlflow.start_run(run_name=f"search-{search}-{trial:02d}", nested=True):
                    depth = generator.randint(2, 9)
                    auc = 0.7 + depth / 50 + generator.random() / 20
                    best = max(best, auc)
                    mlflow.log_params({"depth": depth, "booster": generator.choice(["gbtree", "dart"])})
                    mlflow.log_metric("auc", auc)
            mlflow.log_metric("auc", best)


def watched():
    """A run whose machine was watched."""
    mlflow.set_experiment("training")
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    with mlflow.start_run(run_name="watched", log_system_metrics=True):
        began = time.time()
        step = 0
        while time.time() - began < SYSTEM_SECONDS:
            mlflow.log_metric("loss", math.exp(-step / 10), step=step)
            step += 1
            time.sleep(0.05)
    with mlflow.start_run(run_name="broke off"):
        mlflow.log_metric("loss", math.nan, step=0)
        mlflow.end_run("FAILED")


def main():
    url, model = sys.argv[1:]
    logging.getLogger("mlflow").setLevel(logging.WARNING)
    mlflow.set_tracking_uri(url)
    trials(MlflowClient(), model)
    searches()
    watched()


if __name__ == "__main__":
    main()
