#!/usr/bin/env python3
"""What the closed loop is worth: prequential accuracy of a static model and of one that drift retrains, on the same stream.

Run:   benchmarks/closed-loop/run.py --data elec.csv --label class [--first 5000] [--delay 48] [--least-gain 0.04]

Both models begin with the same training on the first rows. The rest is streamed in order, a day (48 rows) at a time, to
two deployments; each prediction is scored before its label is sent, and labels reach the server a day late. One
deployment's pipeline is triggered by drift and trains on the last labelled rows that the server itself recorded; the
other is left alone. A retraining takes seconds and a day lasts longer, so the stream waits for a run that is under way.
"""
import argparse
import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

PIPELINE = """
description: {description}
inputs:
  rows: {rows}
steps:
  - name: fit
    kind: train
    data: rows
    label: "{label}"
    algorithm: gradient_boosted_trees
    holdout: {{share: {holdout}, order_by: file}}
    seed: 7
    params: {params}
  - name: score
    kind: evaluate
    model: fit.model
    data: fit.holdout
  - name: check
    kind: gate
    evaluation: score
    thresholds: {{accuracy: {{min: 0.5}}}}
    incumbent: {{deployment: {name}, metric: accuracy, max_regression: {max_regression}}}
  - name: publish
    kind: register
    model: fit.model
    as: {name}
    gate: check
  - name: ship
    kind: deploy
    deployment: {name}
    version: publish.version
"""
TRIGGER = """
triggers:
  - on: drift
    deployment: {name}
    cooldown_rows: {cooldown}
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("--first", type=int, default=5000, help="rows of the first training")
    parser.add_argument("--rows", type=int, default=0, help="rows to stream; 0: all")
    parser.add_argument("--delay", type=int, default=48, help="rows that a label is late, and rows of a batch")
    parser.add_argument("--window", type=int, default=120, help="rows of a monitoring window")
    parser.add_argument("--training-rows", type=int, default=2500)
    parser.add_argument("--cooldown", type=int, default=240, help="rows between two retrainings, while drift lasts")
    parser.add_argument("--holdout", type=float, default=0.05)
    parser.add_argument("--max-regression", type=float, default=0.05)
    parser.add_argument("--params", default="{rounds: 100, max_depth: 4, learning_rate: 0.1}")
    parser.add_argument("--least-gain", type=float, default=None, help="fail where the loop gains less accuracy")
    return parser.parse_args()


def value_of(text):
    try:
        number = float(text)
        return int(number) if number.is_integer() else number
    except ValueError:
        return text


class Deployment:
    """One of the two, and how well it does."""

    def __init__(self, api, name, rows, header, label):
        self.api, self.name, self.rows, self.label = api, name, rows, header.index(label)
        self.inputs = None
        self.header = header
        self.right = self.scored = 0
        self.late = None
        self.releases = 1

    def train_first(self, args, dataset, closed):
        self.api.put(f"/api/v1/deployments/{self.name}", {
            "description": "Closed-loop benchmark", "monitoring": {"window_rows": args.window, "min_window_age_ms": 0, "realert_rows": args.cooldown}})
        rows = f"{{dataset: {dataset}}}"
        if closed:
            rows = f"{{traffic: {self.name}, rows: {args.training_rows}, or_dataset: {dataset}}}"
        yaml = PIPELINE.format(description=self.name, rows=rows, label=args.label, holdout=args.holdout,
                               params=args.params, name=self.name, max_regression=args.max_regression)
        if closed:
            yaml += TRIGGER.format(name=self.name, cooldown=args.cooldown)
        self.api.put(f"/api/v1/pipelines/{self.name}", yaml, content_type="application/yaml")
        run = self.api.post(f"/api/v1/pipelines/{self.name}/runs?wait=600", {"reason": "first model"})
        if run["state"] != "succeeded":
            raise SystemExit(f"{self.name}: the first model did not pass: {run.get('error')}")
        self.inputs = [(i["name"], i["datatype"], self.header.index(i["name"]))
                       for i in self.api.get(f"/v2/models/{self.name}")["inputs"]]

    def predict(self, start, end):
        tensors = []
        for name, datatype, column in self.inputs:
            data = [self.rows[r][column] for r in range(start, end)]
            if datatype != "BYTES":
                data = [float(v) if v else None for v in data]
            tensors.append({"name": name, "datatype": datatype, "shape": [end - start, 1], "data": data})
        answer = self.api.post(f"/v2/models/{self.name}/infer", {"inputs": tensors})
        predicted = next(o["data"] for o in answer["outputs"] if o["name"] == "label")
        truth = [value_of(self.rows[r][self.label]) for r in range(start, end)]
        self.right += sum(p == t for p, t in zip(predicted, truth))
        self.scored += end - start
        if self.late:
            self.api.post(f"/api/v1/deployments/{self.name}/labels", {"labels": self.late})
        identity = answer["parameters"]["prediction_id"]
        self.late = [{"prediction_id": identity, "row": i, "label": t} for i, t in enumerate(truth)]

    def wait_for_retraining(self):
        self.api.get(f"/api/v1/deployments/{self.name}/drift?settled=true")
        newest = self.api.get(f"/api/v1/pipelines/{self.name}/runs?max_results=1")["items"][0]
        if newest["state"] in ("pending", "running"):
            self.api.get(f"/api/v1/pipelines/{self.name}/runs/{newest['id']}?wait=600")

    def accuracy(self):
        return self.right / self.scored


def main():
    args = arguments()
    with open(args.data, newline="") as file:
        lines = list(csv.reader(file))
    header, rows = lines[0], lines[1:]
    if args.rows:
        rows = rows[:args.first + args.rows]
    with Server() as server:
        api = server.api
        first = "\n".join(",".join(row) for row in [header, *rows[:args.first]]) + "\n"
        api.post("/api/v1/datasets/stream/versions", first, content_type="text/csv")
        static = Deployment(api, "static", rows, header, args.label)
        loop = Deployment(api, "loop", rows, header, args.label)
        static.train_first(args, "stream", closed=False)
        loop.train_first(args, "stream", closed=True)
        for start in range(args.first, len(rows), args.delay):
            end = min(len(rows), start + args.delay)
            static.predict(start, end)
            loop.predict(start, end)
            loop.wait_for_retraining()
            if (start - args.first) // args.delay % 100 == 99:
                print(f"{end - args.first:7d} rows: static {static.accuracy():.4f}, closed loop {loop.accuracy():.4f}", flush=True)
        runs = {"succeeded": 0, "failed": 0}
        token = ""
        while token is not None:
            page = api.get("/api/v1/pipelines/loop/runs?max_results=1000" + (f"&page_token={token}" if token else ""))
            for run in page["items"]:
                runs[run["state"]] = runs.get(run["state"], 0) + 1
            token = page.get("next_page_token")
        gain = loop.accuracy() - static.accuracy()
        print()
        print(f"rows streamed              {len(rows) - args.first}")
        print(f"static model, accuracy     {static.accuracy():.4f}")
        print(f"closed loop, accuracy      {loop.accuracy():.4f}")
        print(f"gain                       {gain:+.4f}")
        print(f"retrainings                {runs['succeeded'] - 1} released, {runs['failed']} refused by their gates")
        if args.least_gain is not None and gain < args.least_gain:
            raise SystemExit(f"The loop gained {gain:.4f}, less than {args.least_gain}.")


if __name__ == "__main__":
    main()
