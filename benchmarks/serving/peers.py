"""The servers beside Holdfast: how each is installed and started, with the settings that were best for it. Standard library only."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from holdfast import free_port
from measure import stop

SERVERS = Path(__file__).resolve().parent / "servers"
# What Python packages each needs; "tools" makes the models and runs them in a loop.
PACKAGES = {
    "tools": ["numpy", "onnx", "onnxruntime", "scikit-learn", "skl2onnx"],
    "fastapi": ["fastapi", "uvicorn", "uvloop", "httptools", "orjson", "numpy", "onnxruntime"],
    "mlserver": ["mlserver", "onnxruntime", "orjson", "uvloop<0.22"],
    "bentoml": ["bentoml", "numpy", "onnxruntime"],
    "mlflow": ["mlflow", "onnx", "onnxruntime"],
}
ENVIRONMENTS = {"fastapi-taught": "fastapi", "fastapi": "fastapi", "mlserver": "mlserver", "bentoml": "bentoml", "mlflow": "mlflow"}
TITLES = {
    "fastapi-taught": "FastAPI as taught",
    "fastapi": "FastAPI, tuned",
    "mlserver": "MLServer",
    "bentoml": "BentoML",
    "mlflow": "mlflow models serve",
}
ONE_MODEL = {"mlflow"}  # a process of it serves one model


@dataclass(frozen=True)
class Front:
    """One way into a server: its name in the table, the form of requests, the address, and a suffix of models' names."""

    title: str
    form: str
    base: str
    suffix: str = ""

    def name(self, model):
        return model + self.suffix


@dataclass
class Running:
    """A server that is up: its first processes, and the ways in. `answers`: whether it gives answers that can be checked; `timer`: what it timed itself, see ours.py; `idle_mib`: resident before it had a model."""

    processes: list
    fronts: list = field(default_factory=list)
    answers: bool = True
    timer: Callable | None = None
    idle_mib: float = 0


class Skipped(Exception):
    """A server that can't be measured here, and why."""


def installed(cache, environment):
    """The Python with what `environment` needs, installed when it is missing."""
    folder = cache / environment
    python, done = folder / "bin" / "python", folder / "installed"
    if done.exists():
        return python
    print(f"Installing {', '.join(PACKAGES[environment])} into {folder}", file=sys.stderr, flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        install = [python, "-m", "pip", "install", "-q", *PACKAGES[environment]]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=1200)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as e:
        raise Skipped(f"{environment} can't be installed: {(e.stderr or '')[-300:]}") from e
    done.write_text(subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout)
    return python


def versions(cache, environment):
    """The versions that matter of what is installed."""
    lines = (cache / environment / "installed").read_text().splitlines()
    return [line for line in lines if line.split("==")[0].lower() in {"fastapi", "uvicorn", "mlserver", "bentoml", "mlflow", "onnxruntime"}]


def wait_until_ready(process, url, log):
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(url, timeout=2):
                return
        time.sleep(0.2)
    raise Skipped(f"did not get ready: {log.read_text(errors='replace')[-600:]}")


def uvicorn(app, python, scratch, port):
    command = [python, "-m", "uvicorn", f"{app}:app", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    return [*command, "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]


def mlserver(python, models, scratch, ports):
    folder = scratch / "mlserver"
    settings = {"host": "127.0.0.1", "http_port": ports[0], "grpc_port": ports[1], "metrics_port": ports[2], "debug": False}
    settings |= {"parallel_workers": 0, "grpc_max_message_length": 2**28, "environments_dir": str(folder / "environments")}
    for file in models.glob("*.onnx"):
        (folder / file.stem).mkdir(parents=True, exist_ok=True)
        described = {"name": file.stem, "implementation": "mlserver_onnx.OnnxModel", "parameters": {"uri": str(file)}}
        (folder / file.stem / "model-settings.json").write_text(json.dumps(described))
    (folder / "settings.json").write_text(json.dumps(settings))
    return [python.parent / "mlserver", "start", folder]


def mlflow(python, models, scratch, port, model):
    folder = scratch / "mlflow" / model
    if not folder.exists():
        shape = json.dumps(json.loads((models / f"{model}-1.json").read_text())["shape"])
        subprocess.run([python, SERVERS / "mlflow_save.py", models / f"{model}.onnx", shape, folder], check=True, capture_output=True)
    command = [python, "-m", "mlflow", "models", "serve", "-m", folder, "--env-manager", "local"]
    return [*command, "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]


@contextlib.contextmanager
def started(peer, cache, models, scratch, model):
    """The peer with all models, or with `model` where a process serves one."""
    python = installed(cache, ENVIRONMENTS[peer])
    ports = [free_port() for _ in range(3)]
    base, ready, form = f"http://127.0.0.1:{ports[0]}", "/v2/health/ready", "json"
    match peer:
        case "fastapi-taught" | "fastapi":
            command = uvicorn({"fastapi-taught": "fastapi_taught", "fastapi": "fastapi_tuned"}[peer], python, scratch, ports[0])
        case "mlserver":
            command = mlserver(python, models, scratch, ports)
        case "bentoml":
            command = [python, "-m", "bentoml", "serve", "bentoml_service:Models", "--host", "127.0.0.1", "--port", str(ports[0])]
            ready, form = "/readyz", "named"
        case _:
            command, ready, form = mlflow(python, models, scratch, ports[0], model), "/ping", "mlflow"
    fronts = [Front(TITLES[peer] + (", REST" if peer == "mlserver" else ""), form, base)]
    if peer == "mlserver":
        fronts.append(Front("MLServer, gRPC", "grpc", f"127.0.0.1:{ports[1]}"))
    environment = {**os.environ, "MODELS": str(models), "PYTHONPATH": str(SERVERS), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "BENTOML_HOME": str(scratch / "bentoml")}
    environment |= {"BENTOML_DO_NOT_TRACK": "true", "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
    log = scratch / f"{peer}.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=SERVERS,
            env=environment,
            start_new_session=True,
        )
    try:
        wait_until_ready(process, base + ready, log)
        yield Running([process.pid], fronts)
    finally:
        stop(process)


@contextlib.contextmanager
def idle_server(load):
    """A server that does nothing: what the generators themselves can."""
    ports = [free_port(), free_port()]
    process = subprocess.Popen(
        [str(load), "serve", "-http", f"127.0.0.1:{ports[0]}", "-grpc", f"127.0.0.1:{ports[1]}"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        time.sleep(0.5)
        fronts = [Front("a server that does nothing, REST", "json", f"http://127.0.0.1:{ports[0]}")]
        fronts.append(Front("a server that does nothing, gRPC", "grpc", f"127.0.0.1:{ports[1]}"))
        yield Running([process.pid], fronts, answers=False)
    finally:
        stop(process)
