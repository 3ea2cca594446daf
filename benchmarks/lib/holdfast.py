"""A Holdfast server of one's own for a benchmark or check, and its REST API. Standard library only."""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ApiError(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:2000]}")
        self.status = status
        self.body = body


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(process):
    """The processor time, of user and system, that a process has used so far; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Api:
    def __init__(self, base):
        self.base = base

    def call(self, method, path, body=None, content_type="application/json", timeout=700):
        data = body
        if body is not None and not isinstance(body, (bytes, str)) and not hasattr(body, "read"):
            data = json.dumps(body)
        if isinstance(data, str):
            data = data.encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", content_type)
        if hasattr(data, "fileno"):
            request.add_header("Content-Length", str(os.fstat(data.fileno()).st_size))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as e:
            raise ApiError(e.code, e.read().decode()) from None
        try:
            return json.loads(text) if text else None
        except json.JSONDecodeError:
            return text

    def get(self, path, **kwargs):
        return self.call("GET", path, **kwargs)

    def post(self, path, body=None, **kwargs):
        return self.call("POST", path, body, **kwargs)

    def put(self, path, body=None, **kwargs):
        return self.call("PUT", path, body, **kwargs)


class Server:
    """`./holdfast start` (or demo) on a free port and a home of its own; kept between stop() and start()."""

    def __init__(self, home=None, arguments=("start",), environment=None):
        self.home = Path(home or tempfile.mkdtemp(prefix="holdfast-home-"))
        self.owns_home = home is None
        self.arguments = list(arguments)
        self.environment = environment or {}
        self.port = free_port()
        self.api = Api(f"http://127.0.0.1:{self.port}")
        self.process = None
        self.log = self.home.parent / (self.home.name + ".log")

    def start(self, timeout=600):
        """Returns the seconds until /health answered OK."""
        began = time.time()
        out = open(self.log, "ab")
        self.process = subprocess.Popen(
            [str(ROOT / "holdfast"), *self.arguments, "--port", str(self.port)],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOLDFAST_HOME": str(self.home), **self.environment})
        while time.time() - began < timeout:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if self.api.get("/health", timeout=2) == "OK":
                    return time.time() - began
            except (OSError, ApiError):
                pass
            time.sleep(0.02)
        raise TimeoutError(f"Not ready after {timeout} s:\n{self.tail()}")

    def await_demo(self, timeout=540):
        """Waits until `demo`, which the server was started with, has told what happened."""
        began = time.time()
        while not all(said in self.log.read_text() for said in ("What happened", "serving now")):
            if "The demo stops here" in self.log.read_text() or time.time() - began > timeout:
                raise RuntimeError("The demo did not get through:\n" + self.tail(80))
            time.sleep(0.5)

    def stop(self, sig=signal.SIGTERM, timeout=60):
        if self.process is None:
            return None
        self.process.send_signal(sig)
        code = self.process.wait(timeout)
        self.process = None
        return code

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return None

    def cpu_seconds(self):
        """The processor time that the server and its embedded PostgreSQL have used so far."""
        postmaster = (self.home / "postgresql/data/postmaster.pid").read_text().split("\n")[0]
        backends = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return sum(cpu_seconds(process) for process in [self.process.pid, postmaster, *backends])

    def tail(self, lines=40):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if self.owns_home:
                shutil.rmtree(self.home, ignore_errors=True)
                self.log.unlink(missing_ok=True)
