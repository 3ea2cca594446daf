#!/usr/bin/env python3
"""Rows a second of a batch job, beside the limit: onnxruntime in a plain Python loop on the same file with the same model.

Run:   benchmarks/batch/run.py [--rows 1000000] [--rounds 50] [--repeat 3] [--python VENV/bin/python] [--p99]

The dataset has ten columns of numbers; the model is an ensemble of boosted trees trained on its first rows. The first job reads CSV, the
others the Parquet file that it made. --python names a Python with onnxruntime, pyarrow and numpy for the limit: it reads the columns of the
same Parquet file, runs batches of 2,048 rows on one thread and writes a Parquet file, as the job does, and once more the runs alone. --p99 (needs
wrk) loads the deployment with single rows, without a job and beside one. Standard library only but for that.
"""
import argparse
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from holdfast import Server  # noqa: E402

COLUMNS = 10
TRAINING_ROWS = 5_000
LIMIT = """
import sys, time
import numpy as np, onnxruntime, pyarrow as pa, pyarrow.parquet as pq
data, model, out = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
inputs = [i.name for i in session.get_inputs()]
start = time.perf_counter()
table = pq.read_table(data)
columns = {name: table[name].to_numpy().astype(np.float32).reshape(-1, 1) for name in inputs}
rows, answers = table.num_rows, []
ran = time.perf_counter()
for first in range(0, rows, 2048):
    answers.append(session.run(None, {name: values[first:first + 2048] for name, values in columns.items()}))
ended = time.perf_counter()
for number, output in enumerate(session.get_outputs()):
    joined = np.concatenate([answer[number] for answer in answers]).reshape(rows, -1)
    for element in range(joined.shape[1]):
        table = table.append_column(f"predicted_{output.name}_{element}", pa.array(joined[:, element]))
pq.write_table(table, out, compression="zstd")
print(rows / (ended - ran), rows / (time.perf_counter() - start))
"""


def rows_csv(path, rows):
    generator = random.Random(5)
    with open(path, "w", encoding="utf-8") as out:
        out.write(",".join(f"x{i}" for i in range(COLUMNS)) + ",y\n")
        for _ in range(rows):
            values = [generator.gauss(0, 1) for _ in range(COLUMNS)]
            out.write(",".join(f"{v:.4f}" for v in values) + f",{int(values[0] + values[1] * values[2] > 0)}\n")


def upload(api, name, path):
    with open(path, "rb") as file:
        return api.post(f"/api/v1/datasets/{name}/versions", file, content_type="text/csv")


def train(api, folder, rounds):
    small = folder / "small.csv"
    rows_csv(small, TRAINING_ROWS)
    upload(api, "small", small)
    api.put("/api/v1/pipelines/scored", f"""
inputs:
  rows: {{dataset: small}}
steps:
  - {{name: fit, kind: train, data: rows, label: y, algorithm: gradient_boosted_trees, seed: 1, params: {{rounds: {rounds}}}}}
  - {{name: publish, kind: register, model: fit.model, as: scored}}
  - {{name: ship, kind: deploy, deployment: scored, version: publish.version}}
""", content_type="application/yaml")
    run = api.post("/api/v1/pipelines/scored/runs?wait=300", {"reason": "benchmark"})
    if run["state"] != "succeeded":
        raise SystemExit(run)


def predict(server, dataset, output, **more):
    """The job when it has ended, its seconds from call to end, and the server's memory at its highest meanwhile."""
    began = time.time()
    job = server.api.post("/api/v1/batch-jobs", {"deployment": "scored", "dataset": dataset, "output_dataset": output, **more})
    peak = server.resident_mib()
    while job["state"] in ("pending", "running"):
        time.sleep(0.1)
        peak = max(peak, server.resident_mib())
        job = server.api.get(f"/api/v1/batch-jobs/{job['id']}")
    if job["state"] != "succeeded":
        raise SystemExit(job)
    return job, time.time() - began, peak


def download(server, path, target):
    subprocess.run(["curl", "-sSf", "-o", target, server.api.base + path], check=True)


def wrk(server, seconds):
    lua = tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False)
    body = ",".join(f'{{"name":"x{i}","datatype":"FP32","shape":[1,1],"data":[0.{i}]}}' for i in range(COLUMNS))
    lua.write("wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [[{\"inputs\": [" + body + "]}]]\n")
    lua.close()
    out = subprocess.run(["wrk", "-t1", "-c4", f"-d{seconds}s", "-s", lua.name, "--latency", server.api.base + "/v2/models/scored/infer"],
                         capture_output=True, text=True, check=True).stdout
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), re.search(r"50%\s+(\S+)", out).group(1),
            re.search(r"99%\s+(\S+)", out).group(1))


def online(server, seconds=20):
    """Latency of single rows without a job and beside one that lasts longer."""
    wrk(server, seconds)  # warm
    stop = threading.Event()

    def jobs():
        while not stop.is_set():
            predict(server, "first", "beside")

    for what in ("without a job", "beside a job", "without a job", "beside a job"):
        beside = what.startswith("beside")
        thread = threading.Thread(target=jobs) if beside else None
        stop.clear()
        if thread:
            thread.start()
            time.sleep(1)
        rate, p50, p99 = wrk(server, seconds)
        if thread:
            stop.set()
            thread.join()
        print(f"online, 4 callers, {what:14s} {rate:8,.0f} requests/s, p50 {p50}, p99 {p99}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=50, help="trees of the model")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--python", help="a Python with onnxruntime, pyarrow and numpy, for the limit")
    parser.add_argument("--p99", action="store_true", help="what a job does to callers (needs wrk)")
    args = parser.parse_args()
    if args.p99 and not shutil.which("wrk"):
        raise SystemExit("--p99 needs wrk, the load generator; Debian and Homebrew have it under that name.")
    folder = Path(tempfile.mkdtemp(prefix="batch-"))
    try:
        rows_csv(folder / "rows.csv", args.rows)
        with Server() as server:
            train(server.api, folder, args.rounds)
            upload(server.api, "rows", folder / "rows.csv")
            idle = server.resident_mib()
            job, seconds, peak = predict(server, "rows", "first", prefix="first_")
            print(f"from CSV      {args.rows / seconds:10,.0f} rows/s over all ({seconds:.1f} s), {job['rows_per_second']:10,.0f} in its chunks; "
                  f"{idle:,.0f} MiB before, {peak:,.0f} at most", flush=True)
            rates, chunks = [], []
            for number in range(args.repeat):
                job, seconds, peak = predict(server, "first", "again", note=str(number))
                rates.append(args.rows / seconds)
                chunks.append(job["rows_per_second"])
                print(f"from Parquet  {rates[-1]:10,.0f} rows/s over all ({seconds:.1f} s), {chunks[-1]:10,.0f} in its chunks; {peak:,.0f} MiB at most",
                      flush=True)
            print(f"median        {statistics.median(rates):10,.0f} rows/s over all, {statistics.median(chunks):10,.0f} in its chunks")
            if args.p99:
                online(server)
            if args.python:
                download(server, "/api/v1/datasets/first/versions/1/file", folder / "first.parquet")
                download(server, "/api/v1/models/scored/versions/1/file", folder / "model.onnx")
                server.stop()
                found = [subprocess.run([args.python, "-c", LIMIT, folder / "first.parquet", folder / "model.onnx", folder / "out.parquet"],
                                        capture_output=True, text=True, check=True).stdout.split() for _ in range(args.repeat)]
                ran, all_of_it = (statistics.median(float(each[i]) for each in found) for i in (0, 1))
                print(f"onnxruntime in a Python loop: {ran:10,.0f} rows/s its runs alone, {all_of_it:10,.0f} with reading and writing Parquet; "
                      f"the job reaches {statistics.median(rates) / all_of_it:.2f} of that")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
