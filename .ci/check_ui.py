#!/usr/bin/env python3
"""Runs the browser tests of the web UI against a server that has run the demo and holds runs that the MLflow client logged.

Needs Node.js, a Chromium (CHROMIUM names it, or it is found on the PATH) and the Python environment of the client suite, which
is made from the package index where `./mvnw verify -Pclients` has not. Screenshots, the report and the table of speeds are left
in web-ui/target/e2e.

Run:   check_ui.py               all of it
       check_ui.py --pictures    only looks at every page, and renews the pictures in docs/images
       check_ui.py ARGUMENTS     what Playwright is to do, for example --project=pages -g home
"""
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "lib"))
E2E = ROOT / "web-ui" / "e2e"
CLIENTS = ROOT / "platform-api" / "clients"
sys.path.insert(0, str(E2E))
import logged  # noqa: E402
from holdfast import Server  # noqa: E402


# What the documentation shows, and which screenshot that is.
PICTURES = {
    "home": "home-light",
    "runs": "experiment-light",
    "run": "run-metrics-dark",
    "compare": "compare-50-parallel-light",
    "dataset": "dataset-version-light",
    "version": "model-version-light",
    "lineage": "model-lineage-light",
    "pipeline": "pipeline-run-light",
    "deployment": "deployment-light",
    "drift": "deployment-drift-light",
    "phone": "home-phone",
}
LARGEST_PICTURE = 300_000


def chromium():
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        raise SystemExit("There is no Chromium: install it, or name one in CHROMIUM.")
    return found


def client_python():
    """The Python of the client suite, which has the MLflow client."""
    folder = CLIENTS / "target" / "clients"
    python = os.environ.get("HOLDFAST_CLIENTS_PYTHON", "python3")
    subprocess.run([python, str(CLIENTS / "environment.py"), str(folder)], check=True)
    return folder / "venv" / "bin" / "python"


def log_by_client(api):
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.onnx"
        with urllib.request.urlopen(api.base + "/api/v1/models/payments/versions/1/file") as file:
            model.write_bytes(file.read())
        # As somebody called ada, from a script beside her: the pictures show both.
        subprocess.run([str(client_python()), "logged_by_client.py", api.base, str(model)], cwd=E2E, check=True,
                       env={**os.environ, "LOGNAME": "ada", "PYTHONDONTWRITEBYTECODE": "1",
                            "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true"})


def renew_pictures():
    for name, shot in PICTURES.items():
        taken = ROOT / "web-ui/target/e2e/screenshots" / f"{shot}.png"
        if taken.stat().st_size > LARGEST_PICTURE:
            raise SystemExit(f"{taken} has {taken.stat().st_size} bytes, too many for the documentation.")
        shutil.copyfile(taken, ROOT / "docs/images" / f"ui-{name}.png")


def main():
    browser = chromium()
    pictures = sys.argv[1:] == ["--pictures"]
    arguments = ["--project=pages"] if pictures else sys.argv[1:]
    shutil.rmtree(ROOT / "web-ui" / "target" / "e2e", ignore_errors=True)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E, check=True)
    # The test itself is the receiver of a webhook.
    open_webhooks = {"MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https", "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true"}
    with Server(arguments=["demo"], environment=open_webhooks) as server:
        server.await_demo()
        log_by_client(server.api)
        tracking = logged.Tracking(server.api.base)
        logged.many_runs(tracking)
        logged.many_points(tracking)
        tested = subprocess.run(["npm", "test", "--silent", "--", *arguments], cwd=E2E,
                                env={**os.environ, "CHROMIUM": browser, "HOLDFAST_URL": server.api.base})
        if tested.returncode != 0:
            raise SystemExit("The browser tests failed; see web-ui/target/e2e. The server's log ends:\n" + server.tail(20))
    if pictures:
        renew_pictures()


if __name__ == "__main__":
    main()
