#!/usr/bin/env python3
"""Runs `./holdfast demo` and asks the API whether it did what it says; then restarts the server and asks again."""
import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks" / "lib"))
from holdfast import Server  # noqa: E402

LIMIT_S = 180


def check(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")
    print(f"ok: {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--label")
    args = parser.parse_args()
    arguments = ["demo"]
    if args.data:
        arguments += ["--data", str(Path(args.data).resolve()), "--label", args.label]
    name = Path(args.data).stem if args.data else "payments"

    warm = Server()
    with warm:
        pass  # builds what is missing, so that the time below is the demo's own

    server = Server(arguments=arguments)
    try:
        began = time.time()
        server.start()
        server.await_demo()
        seconds = time.time() - began
        print(server.log.read_text())
        check(seconds < LIMIT_S, f"the demo took {seconds:.0f} s, under {LIMIT_S}")
        check(" 0 failed" in server.log.read_text(), "no request failed")

        api = server.api
        events = api.get(f"/api/v1/deployments/{name}/drift-events")["items"]
        check(events and events[-1]["features"], f"drift was raised, by {[f['name'] for f in events[-1]['features']]}")

        history = api.get(f"/api/v1/deployments/{name}/history")["items"]
        actions = [entry["action"] for entry in history]
        check(actions[0] == "rolled_back", "the newest entry of the history is the rollback")
        releases = {r["number"]: r for r in api.get(f"/api/v1/deployments/{name}/releases")["items"]}
        rolled_back_from = releases[history[0]["previous_release"]]
        serving = releases[history[0]["release"]]
        check(rolled_back_from["model_version"] > serving["model_version"], "the rollback went to an earlier version")

        better = api.get(f"/api/v1/models/{name}/versions/{rolled_back_from['model_version']}")
        against = [c for c in better["gate"]["checks"] if "incumbent" in c]
        check(against and all(c["value"] > c["incumbent"] for c in against),
              f"the retrained version beat the incumbent on later rows: {against}")

        model = api.get(f"/api/v1/models/{name}/versions/{serving['model_version']}")
        check(model["digest"] == serving["model_digest"], f"the rollback serves the earlier digest {model['digest']}")
        check(str(api.get(f"/v2/models/{name}")["versions"][-1]) == str(serving["model_version"]),
              "the endpoint says it serves the earlier version")
        check(api.get("/api/v1/audit/verification")["intact"], "the audit log is whole")
        lineage = api.get(f"/api/v1/models/{name}/versions/{rolled_back_from['model_version']}/lineage")
        kinds = {node["kind"] for node in lineage["nodes"]}
        check({"dataset_version", "run", "model_version", "release"} <= kinds, f"the lineage is complete: {sorted(kinds)}")

        code = server.stop()
        check(code in (0, 143), f"SIGTERM stopped the server cleanly (exit code {code})")
        server.arguments = ["start"]
        again = server.start()
        check(str(api.get(f"/v2/models/{name}")["versions"][-1]) == str(serving["model_version"]),
              f"after a restart ({again:.1f} s) the same version serves")
    finally:
        server.__exit__()


if __name__ == "__main__":
    main()
