#!/usr/bin/env python3
"""Garbage and kill -9 against a real server: clear answers, nothing acknowledged lost, nothing unfinished visible."""
import hashlib
import http.client
import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks" / "lib"))
from holdfast import ApiError, Server  # noqa: E402

random.seed(5)
passed = 0


def check(condition, message):
    global passed
    if not condition:
        raise SystemExit(f"FAILED: {message}")
    passed += 1
    print(f"ok: {message}", flush=True)


def csv(rows, seed=1, shift=0.0):
    r = random.Random(seed)
    lines = ["a,b,kind,y"]
    for _ in range(rows):
        a, b, k = r.gauss(shift, 1), r.random(), r.choice("uvw")
        lines.append(f"{a:.4f},{b:.4f},{k},{int(a + b + (k == 'u') + r.gauss(0, .3) > 0.8)}")
    return "\n".join(lines) + "\n"


def refused(api, status, field, method, path, body=None, content_type="application/json"):
    """The call is refused with a problem that names the field."""
    what = f"{method} {path} {str(body)[:40]!r}"
    try:
        api.call(method, path, body, content_type=content_type)
    except ApiError as e:
        problem = json.loads(e.body)
        named = [error["field"] for error in problem.get("errors", [])]
        words = problem["detail"] + " " + " ".join(named)
        allowed = status if isinstance(status, tuple) else (status,)
        check(e.status in allowed and field in words and "Exception" not in e.body and "dev.holdfast" not in e.body,
              f"{what} -> {e.status}: {problem['detail'][:140]}")
        return
    raise SystemExit(f"FAILED: {what} was accepted")


def pipeline(name, label="y", dataset="good", rounds=20):
    return f"""
inputs:
  rows: {{dataset: {dataset}}}
steps:
  - {{name: fit, kind: train, data: rows, label: {label}, algorithm: gradient_boosted_trees,
      holdout: {{share: 0.2, order_by: file}}, params: {{rounds: {rounds}}}, seed: 1}}
  - {{name: score, kind: evaluate, model: fit.model, data: fit.holdout}}
  - {{name: check, kind: gate, evaluation: score, thresholds: {{accuracy: {{min: 0.5}}}}}}
  - {{name: publish, kind: register, model: fit.model, as: {name}, gate: check}}
  - {{name: ship, kind: deploy, deployment: {name}, version: publish.version}}
"""


def garbage(api):
    uploads = [
        ("empty file", b"", "file"), ("header only", b"a,b\n", "row"), ("ragged rows", b"a,b\n1,2\n3,4,5\n1\n", "line"),
        ("wrong encoding", "a,b\nä,1\n".encode("utf-16"), "UTF-8"), ("latin-1", "a,b\nä,1\n".encode("latin-1"), "UTF-8"),
        ("duplicate columns", b"a,a\n1,2\n", "a"),
        ("too many columns", (",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000) + "\n").encode(), "column"),
    ]
    for title, body, word in uploads:
        refused(api, (400, 413, 422), word, "POST", "/api/v1/datasets/bad/versions", body, "text/csv")
    refused(api, 422, "name", "POST", "/api/v1/datasets/a..b/versions", b"a\n1\n", "text/csv")
    try:
        api.post("/api/v1/datasets/..%2F..%2Fetc/versions", b"a\n1\n", content_type="text/csv")
        raise SystemExit("FAILED: a name with ../ was accepted")
    except ApiError as e:
        check(e.status in (400, 422) and "Exception" not in e.body, "a name with an encoded ../ is refused before it reaches anything")
    refused(api, 415, "", "POST", "/api/v1/datasets/bad/versions", b"a\n1\n", "application/x-unknown")
    refused(api, (400, 422), "", "POST", "/api/v1/datasets/bad/versions", b"PAR1 this is not Parquet", "application/vnd.apache.parquet")
    refused(api, (400, 422), "line", "POST", "/api/v1/datasets/bad/versions", b'{"a": 1}\n{"a": \n', "application/x-ndjson")
    refused(api, 404, "bad", "GET", "/api/v1/datasets/bad")
    check(True, "no refused upload left a dataset")

    odd = "id,empty,value\n" + "\n".join(f"{i},,{v}" for i, v in enumerate(["1.5", "NaN", "inf", "-inf", "", "2.5"])) + "\n"
    version = api.post("/api/v1/datasets/odd/versions", odd, content_type="text/csv")
    profile = api.get(f"/api/v1/datasets/odd/versions/{version['version']}/profile")
    empty = next(c for c in profile["columns"] if c["name"] == "empty")
    check(empty["count"] == 0 and empty["nulls"] == 6, "a column of nulls has a defined profile")
    check("mean" in next(c for c in profile["columns"] if c["name"] == "value"), "NaN and infinities don't break a mean")

    api.post("/api/v1/datasets/good/versions", csv(2000), content_type="text/csv")
    api.post("/api/v1/datasets/oneclass/versions", "a,y\n" + "".join(f"{i},1\n" for i in range(300)), content_type="text/csv")
    refused(api, (400, 422), "line", "PUT", "/api/v1/pipelines/p", "steps: [", "application/yaml")
    refused(api, (400, 422), "kind", "PUT", "/api/v1/pipelines/p", "steps:\n  - name: x\n    kind: trian\n", "application/yaml")
    for label, dataset, word in (("nosuch", "good", "nosuch"), ("y", "oneclass", "class")):
        api.put("/api/v1/pipelines/p", pipeline("p", label, dataset), content_type="application/yaml")
        run = api.post("/api/v1/pipelines/p/runs?wait=120", {"reason": "garbage"})
        check(run["state"] == "failed" and word in json.dumps(run.get("error")), f"label {label} of {dataset}: {run.get('error')}")

    api.put("/api/v1/pipelines/good", pipeline("good"), content_type="application/yaml")
    run = api.post("/api/v1/pipelines/good/runs?wait=120", {"reason": "good"})
    check(run["state"] == "succeeded", f"a good run succeeds: {run.get('error')}")
    infer = "/v2/models/good/infer"

    def tensors(**change):
        good = {"a": {"name": "a", "datatype": "FP32", "shape": [1, 1], "data": [1.0]},
                "b": {"name": "b", "datatype": "FP32", "shape": [1, 1], "data": [1.0]},
                "kind": {"name": "kind", "datatype": "BYTES", "shape": [1, 1], "data": ["u"]}}
        for key, value in change.items():
            if value is None:
                del good[key]
            else:
                good[key] = {**good[key], **value}
        return {"inputs": list(good.values())}

    check(api.post(infer, tensors())["model_version"] == "1", "a right request is answered")
    for title, body in (("wrong shape", tensors(a={"shape": [2, 1]})), ("wrong type", tensors(a={"datatype": "INT64"})),
                        ("text for a number", tensors(a={"data": ["x"]})), ("missing input", tensors(b=None)),
                        ("no inputs", {}), ("not JSON", "{")):
        try:
            api.post(infer, body)
        except ApiError as e:
            check(e.status == 400 and json.loads(e.body)["error"], f"inference, {title}: {json.loads(e.body)['error'][:120]}")
        else:
            raise SystemExit(f"FAILED: inference, {title} was accepted")


def corrupt_model(api):
    boundary = "b0undary"
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="facts"\r\nContent-Type: application/json\r\n\r\n{{}}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="m.onnx"\r\n\r\n').encode()
    body += bytes(random.Random(3).randbytes(4096)) + f"\r\n--{boundary}--\r\n".encode()
    refused(api, (400, 422), "file", "POST", "/api/v1/models/corrupt/versions", body, f"multipart/form-data; boundary={boundary}")


def kill_during_upload(server):
    """Cut off in the middle of a body: nothing of it is visible after the restart, and what was acknowledged is."""
    api = server.api
    kept = api.post("/api/v1/datasets/kept/versions", csv(5000, 7), content_type="text/csv")
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("POST", "/api/v1/datasets/cut/versions")
    connection.putheader("Content-Type", "text/csv")
    connection.putheader("Content-Length", str(200_000_000))
    connection.endheaders()
    connection.send(csv(20000, 8).encode())
    server.stop(signal.SIGKILL)
    server.start()
    digest = "sha256:" + hashlib.sha256(csv(5000, 7).encode()).hexdigest()
    found = api.get(f"/api/v1/datasets/kept/versions/{kept['version']}")
    check(found["digest"] == digest == kept["digest"], "kill -9 during an upload: the acknowledged version is there, whole")
    again = api.post("/api/v1/datasets/kept/versions", csv(5000, 7), content_type="text/csv")
    check(again["version"] == kept["version"], "the same bytes again are the same version")
    refused(api, 404, "cut", "GET", "/api/v1/datasets/cut")


def kill_during_training(server):
    api = server.api
    api.post("/api/v1/datasets/big/versions", csv(60000, 9), content_type="text/csv")
    api.put("/api/v1/pipelines/long", pipeline("long", dataset="big", rounds=400), content_type="application/yaml")
    run = api.post("/api/v1/pipelines/long/runs", {"reason": "to be killed"})
    path = f"/api/v1/pipelines/long/runs/{run['id']}"
    for kill in range(2):
        deadline = time.time() + 60
        while time.time() < deadline:
            states = {s["name"]: s["state"] for s in api.get(path)["steps"]}
            if states.get("fit") == "running":
                break
            time.sleep(0.05)
        time.sleep(0.3)
        server.stop(signal.SIGKILL)
        server.start()
    ended = api.get(path + "?wait=300")
    check(ended["state"] == "succeeded", f"kill -9 twice during training: the run went on and {ended['state']} ({ended.get('error')})")
    versions = api.get("/api/v1/models/long/versions")["items"]
    check(len(versions) == 1, "and registered its model once")
    releases = api.get("/api/v1/deployments/long/releases")["items"]
    check(len(releases) == 1, "and released it once")


def kill_during_batch(server):
    """A batch job is killed twice in the middle: it goes on where it was, and its output has the bytes of a job that nothing interrupted."""
    api = server.api
    api.post("/api/v1/datasets/batch/versions", csv(200_000, 13), content_type="text/csv")
    asked = {"deployment": "good", "dataset": "batch", "chunk_rows": 2000}
    whole = api.post("/api/v1/batch-jobs?wait=300", {**asked, "output_dataset": "whole"})
    check(whole["state"] == "succeeded" and whole["rows_done"] == 200_000, f"a batch job predicts 200,000 rows: {whole.get('error')}")
    job = api.post("/api/v1/batch-jobs", {**asked, "output_dataset": "pieces"})
    path = f"/api/v1/batch-jobs/{job['id']}"
    done = []
    for _ in range(2):
        deadline = time.time() + 60
        least = (done[-1] if done else 0) + 10_000
        while time.time() < deadline and api.get(path)["rows_done"] < least:
            time.sleep(0.01)
        server.stop(signal.SIGKILL)
        server.start()
        done.append(api.get(path)["rows_done"])
    check(0 < done[0] < 200_000, f"kill -9 twice during a batch job: {done[0]:,} and {done[1]:,} of 200,000 rows are kept")
    ended = api.get(path + "?wait=300")
    check(ended["state"] == "succeeded" and ended["attempt"] >= 2, f"it goes on and succeeds in attempt {ended['attempt']}: {ended.get('error')}")
    digests = [api.get(f"/api/v1/datasets/{name}/versions/1")["digest"] for name in ("whole", "pieces")]
    check(digests[0] == digests[1], f"its output has the bytes of the job that nothing interrupted ({digests[0][:18]}…)")
    check(api.get("/api/v1/datasets/pieces")["latest_version"] == 1, "and was registered once")


def kill_during_releases(server):
    """Releases and rolls back without a pause, is killed at random moments; what was acknowledged holds."""
    api = server.api
    for seed in (11, 12):
        api.post("/api/v1/datasets/good/versions", csv(2000, seed), content_type="text/csv")
        api.post("/api/v1/pipelines/good/runs?wait=120", {"reason": "another version"})
    versions = [v["version"] for v in api.get("/api/v1/models/good/versions")["items"]]
    check(len(versions) == 3, "three versions to move between")
    for _ in range(6):
        acknowledged = {}
        stop = threading.Event()

        def work():
            while not stop.is_set():
                try:
                    if random.random() < 0.5:
                        change = api.post("/api/v1/deployments/good/rollback", {"reason": "fault check"})
                    else:
                        change = api.post("/api/v1/deployments/good/releases", {"model": "good", "version": random.choice(versions)})
                    acknowledged["sequence"] = change["entry"]["sequence"]
                    acknowledged["release"] = change["entry"]["release"]
                except (ApiError, OSError, http.client.HTTPException):
                    if not stop.is_set():
                        time.sleep(0.01)

        worker = threading.Thread(target=work)
        worker.start()
        time.sleep(random.uniform(0.3, 1.5))
        server.stop(signal.SIGKILL)
        stop.set()
        worker.join()
        server.start()
        history = api.get("/api/v1/deployments/good/history?max_results=1000")["items"]
        sequences = [h["sequence"] for h in history]
        check(acknowledged["sequence"] in sequences, f"kill -9 while releasing: entry {acknowledged['sequence']} is in the history")
        current = api.get("/api/v1/deployments/good")["current"]
        check(current["number"] == history[0]["release"], "the newest entry of the history serves")
        answer = api.get("/v2/models/good")
        check(str(answer["versions"][-1]) == str(current["model_version"]), f"version {current['model_version']} answers")
    check(api.get("/api/v1/audit/verification")["intact"], "the audit log is whole")


class Predictions:
    """Several callers that ask deployment good for predictions on connections that stay open, from enter to exit."""

    def __init__(self, server, callers=4):
        self.server = server
        self.answered = 0
        self.failures = []
        self.slowest = 0.0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.ask) for _ in range(callers)]

    def ask(self):
        body = json.dumps({"inputs": [
            {"name": "a", "datatype": "FP32", "shape": [1, 1], "data": [0.5]},
            {"name": "b", "datatype": "FP32", "shape": [1, 1], "data": [0.5]},
            {"name": "kind", "datatype": "BYTES", "shape": [1, 1], "data": ["u"]}]})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        while not self.stop.is_set():
            began = time.time()
            connection.request("POST", "/v2/models/good/infer", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            self.slowest = max(self.slowest, time.time() - began)
            self.answered += 1
            if answer.status != 200:
                self.failures.append((answer.status, text[:200]))
        connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def statuses_of(api, path, seconds):
    """What calls that need the database get meanwhile: the statuses, and the longest that a caller had to wait for one."""
    statuses, slowest = set(), 0.0
    until = time.time() + seconds
    while time.time() < until:
        began = time.time()
        try:
            api.get(path, timeout=60)
            statuses.add(200)
        except ApiError as e:
            statuses.add(e.status)
        except OSError as e:
            statuses.add(f"no answer: {e}")
        slowest = max(slowest, time.time() - began)
        time.sleep(0.1)
    return statuses, slowest


def database_down(server, what, begin, keep, end, seconds=30):
    """The database can't be reached for a while, under load."""
    api = server.api
    stop = threading.Event()

    def keep_down():
        while not stop.wait(0.05):
            keep()

    with Predictions(server) as predictions:
        begin()
        keeper = threading.Thread(target=keep_down)
        keeper.start()
        try:
            statuses, slowest = statuses_of(api, "/api/v1/datasets", seconds)
        finally:
            stop.set()
            keeper.join()
            end()
        began = time.time()
        while statuses_of(api, "/api/v1/datasets", 0.05)[0] != {200} and time.time() - began < 60:
            time.sleep(0.1)
        back = time.time() - began
    check(503 in statuses and statuses <= {200, 503}, f"database {what} for {seconds} s: what needs it gets {statuses}, after {slowest:.1f} s at most")
    check(slowest < 25, "nobody waits for longer than a read may take")
    check(not predictions.failures, f"{predictions.answered:,} predictions meanwhile, {len(predictions.failures)} failed, "
                                    f"slowest {predictions.slowest * 1000:.0f} ms {predictions.failures[:1]}")
    check(back < 30, f"and {back:.1f} s after it is back, all is as before")


def postgres_processes(server):
    postmaster = int((server.home / "postgresql/data/postmaster.pid").read_text().split("\n")[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


def database_away(server):
    def kill_postmaster():
        try:
            os.kill(postgres_processes(server)[0], signal.SIGKILL)
        except (OSError, ValueError):
            pass  # not up again yet

    database_down(server, "killed again and again", kill_postmaster, kill_postmaster, lambda: None)
    frozen = postgres_processes(server)

    def send(sig):
        for process in frozen:
            os.kill(process, sig)

    database_down(server, "frozen", lambda: send(signal.SIGSTOP), lambda: None, lambda: send(signal.SIGCONT))


def main():
    with Server() as server:
        garbage(server.api)
        corrupt_model(server.api)
        kill_during_upload(server)
        kill_during_training(server)
        kill_during_batch(server)
        kill_during_releases(server)
        database_away(server)
        code = server.stop()
        check(code in (0, 143), f"SIGTERM stops it cleanly (exit code {code})")
        server.start()
    print(f"\n{passed} passed, 0 failed")


if __name__ == "__main__":
    main()
