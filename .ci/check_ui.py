#!/usr/bin/env python3
"""Runs the browser tests of the web UI against a server that has run the demo and holds the runs of `logged.py`.

Needs Node.js and a Chromium: CHROMIUM names it, or it is found on the PATH. Screenshots, the report and the table of speeds
are left in web-ui/target/e2e.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "lib"))
E2E = ROOT / "web-ui" / "e2e"
sys.path.insert(0, str(E2E))
import logged  # noqa: E402
from holdfast import Server  # noqa: E402


def chromium():
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        raise SystemExit("There is no Chromium: install it, or name one in CHROMIUM.")
    return found


def main():
    browser = chromium()
    shutil.rmtree(ROOT / "web-ui" / "target" / "e2e", ignore_errors=True)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E, check=True)
    # The test itself is the receiver of a webhook.
    open_webhooks = {"MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https", "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true"}
    with Server(arguments=["demo"], environment=open_webhooks) as server:
        server.await_demo()
        tracking = logged.Tracking(server.api.base)
        logged.some_runs(tracking, tracking.send("GET", "/api/v1/models/payments/versions/1/file", None, "*/*"))
        logged.many_runs(tracking)
        logged.many_points(tracking)
        tested = subprocess.run(["npm", "test", "--silent", "--", *sys.argv[1:]], cwd=E2E,
                                env={**os.environ, "CHROMIUM": browser, "HOLDFAST_URL": server.api.base})
        if tested.returncode != 0:
            raise SystemExit("The browser tests failed; see web-ui/target/e2e. The server's log ends:\n" + server.tail(20))


if __name__ == "__main__":
    main()
