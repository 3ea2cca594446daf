"""MLflow's own server, a process with a folder of its own. Standard library only; the Python that runs it has `mlflow`."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from holdfast import Api, free_port


class MlflowServer:
    """`mlflow server`, used like holdfast.Server; over SQLite where no database is named."""

    def __init__(self, python, database=None, workers=1, environment=None):
        self.python, self.workers, self.environment = python, workers, environment or {}
        self.folder = Path(tempfile.mkdtemp(prefix="mlflow-server-"))
        self.database = database or f"sqlite:///{self.folder}/mlflow.db"
        self.port = free_port()
        self.uri = f"http://127.0.0.1:{self.port}"
        self.api = Api(self.uri)
        self.process = None

    def __enter__(self):
        log = self.folder / "server.log"
        command = [self.python, "-m", "mlflow", "server", "--workers", str(self.workers), "--port", str(self.port)]
        command += ["--backend-store-uri", self.database]
        command += ["--serve-artifacts", "--artifacts-destination", str(self.folder / "artifacts")]
        with open(log, "wb") as out:
            self.process = subprocess.Popen(
                command,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                cwd=self.folder,
                env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", **self.environment},
            )
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("MLflow's server ended:\n" + log.read_text(errors="replace")[-4000:])
            try:
                if self.api.get("/health", timeout=2) == "OK":
                    return self
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("MLflow's server did not get ready")

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGCONT)
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)
