"""ONNX Runtime called in a loop, no server: limit.py FOLDER SECONDS MODEL… (run with the Python that run.py installs).

Prints one JSON object a line: calls a second of one process with one thread, and of as many processes as there are cores.
"""

import json
import multiprocessing
import os
import pathlib
import sys
import time

import numpy as np
import onnxruntime

ROWS = (1, 64)


def loop(folder, name, rows, seconds, begin, results):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", options, providers=["CPUExecutionProvider"])
    shape = json.loads((folder / f"{name}-{rows}.json").read_text())["shape"]
    inputs = {"input": np.fromfile(folder / f"{name}-{rows}.f32", np.float32).reshape(shape)}
    outputs = [output.name for output in session.get_outputs()]
    warm = time.perf_counter() + 0.3
    while time.perf_counter() < warm:
        session.run(outputs, inputs)
    begin.wait()
    calls, used, began = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() < began + seconds:
        session.run(outputs, inputs)
        calls += 1
    results.put((calls, time.perf_counter() - began, time.process_time() - used))


def measured(folder, name, rows, seconds, processes):
    context = multiprocessing.get_context("spawn")
    begin, results = context.Barrier(processes), context.Queue()
    workers = [context.Process(target=loop, args=(folder, name, rows, seconds, begin, results)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    found = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    calls = sum(calls for calls, _, _ in found)
    return {
        "model": name,
        "rows": rows,
        "processes": processes,
        "rate": sum(calls / took for calls, took, _ in found),
        "cpu_us": sum(used for _, _, used in found) / calls * 1e6,
    }


def main():
    folder, seconds, names = pathlib.Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    for name in names:
        for rows in ROWS:
            for processes in (1, os.cpu_count()):
                print(json.dumps(measured(folder, name, rows, seconds, processes)), flush=True)


if __name__ == "__main__":
    main()
