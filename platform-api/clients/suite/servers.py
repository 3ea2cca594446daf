"""Holdfast and MLflow's own server, each a process with a folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TOP / "benchmarks" / "lib"))

from holdfast import ApiError, Server, free_port  # noqa: E402, F401

# The receivers of the suite's webhooks are on this machine.
OPEN_WEBHOOKS = {"MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https", "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true"}


class Reference:
    """`mlflow server` of the installed package, over SQLite."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mlflow-reference-"))
        self.uri = f"http://127.0.0.1:{free_port()}"
        self.process = None

    def __enter__(self):
        log = open(self.folder / "server.log", "wb")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mlflow",
                "server",
                "--workers",
                "1",
                "--port",
                self.uri.rsplit(":", 1)[1],
                "--backend-store-uri",
                f"sqlite:///{self.folder}/mlflow.db",
                "--serve-artifacts",
                "--artifacts-destination",
                str(self.folder / "artifacts"),
            ],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.folder,
            env={**os.environ, **OPEN_WEBHOOKS, "MLFLOW_TRACKING_URI": ""},
        )
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text()[-4000:])
            try:
                with urllib.request.urlopen(self.uri + "/health", timeout=2) as answer:
                    if answer.read() == b"OK":
                        return self
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("MLflow's server did not get ready")

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
