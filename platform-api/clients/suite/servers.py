"""Holdfast and MLflow's own server, each a process with a folder of its own."""

import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TOP / "benchmarks" / "lib"))

from holdfast import ApiError, Server, free_port  # noqa: E402, F401
from mlflow_server import MlflowServer  # noqa: E402

# The receivers of the suite's webhooks are on this machine.
OPEN_WEBHOOKS = {"MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https", "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true"}


class Reference(MlflowServer):
    """`mlflow server` of the installed package, over SQLite."""

    def __init__(self):
        super().__init__(sys.executable, environment={**OPEN_WEBHOOKS, "MLFLOW_TRACKING_URI": ""})
