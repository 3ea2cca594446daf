"""Holdfast with the models of the benchmark, and the ways into it that it offers. Standard library only."""

import contextlib
import re
import subprocess
import urllib.request
import uuid

from holdfast import ROOT, Server, free_port
from peers import Front, Running


def port_option():
    """The option that says where predictions are answered beside the main port, if there is one."""
    usage = subprocess.run([str(ROOT / "holdfast"), "--help"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"--(?:grpc|inference)-port", usage)
    return found.group() if found else None


def upload(api, model, file):
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
    body = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    return api.post(f"/api/v1/models/{model}/versions", body, content_type=f"multipart/form-data; boundary={boundary}")["version"]


def deploy(api, file, variants):
    """The model as a version, and a deployment of it for each variant of its settings."""
    version = upload(api, file.stem, file)
    for suffix, settings in variants.items():
        api.put(f"/api/v1/deployments/{file.stem}{suffix}", settings)
        release = {"model": file.stem, "version": version, "reason": "benchmark"}
        api.post(f"/api/v1/deployments/{file.stem}{suffix}/releases", release)


def timed(api, deployment):
    """How many requests the server timed (body in memory to answer in memory, the run and its wait for a core included), and those within 100 µs."""
    counts = {"count": 0.0, "bucket": 0.0}
    for line in api.get("/actuator/prometheus").splitlines():
        found = re.match(r"holdfast_inference_latency_seconds_(count|bucket)\{(.*)\} (\S+)$", line)
        if found and f'deployment="{deployment}"' in found[2] and 'outcome="ok"' in found[2]:
            within = re.search(r'le="([^"]+)"', found[2])
            if found[1] == "count" or abs(float(within[1]) - 1e-4) < 1e-9:
                counts[found[1]] += float(found[3])
    return counts["count"], counts["bucket"]


def fronts(server, port, model, note):
    """The ways in that this server has: asked for, not assumed."""
    main, found = f"http://127.0.0.1:{server.port}", [("REST JSON", "json", f"http://127.0.0.1:{server.port}")]
    extensions = server.api.get("/v2").get("extensions", [])
    if "binary_tensor_data" in extensions:
        found.append(("REST binary", "binary", main))
    else:
        note("Holdfast, REST binary: skipped, GET /v2 does not advertise it")
    if port is None:
        note("Holdfast, gRPC and the port for predictions: skipped, this server has no option for it")
        return found
    found.append(("gRPC", "grpc", f"127.0.0.1:{port}"))
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/models/{model}", timeout=5):
            found.append(("own port, JSON", "json", f"http://127.0.0.1:{port}"))
        if "binary_tensor_data" in extensions:
            found.append(("own port, binary", "binary", f"http://127.0.0.1:{port}"))
    except OSError as e:
        note(f"Holdfast, HTTP on the port for predictions: skipped ({e})")
    return found


@contextlib.contextmanager
def started(models, names, variants, note):
    """`variants`: suffix of a deployment's name to its settings. Each front is there once for each of them."""
    option, port = port_option(), None
    arguments = ["start"]
    if option:
        port = free_port()
        arguments += [option, str(port)]
    with Server(arguments=arguments) as server:
        idle = server.resident_mib()
        for name in names:
            deploy(server.api, models / f"{name}.onnx", variants)
        found = []
        for title, form, base in fronts(server, port, names[0] + next(iter(variants)), note):
            for suffix, settings in variants.items():
                told = ", monitored" if settings.get("monitoring", {}).get("enabled", True) else ""
                told += ", joined" if "batching" in settings else ""
                found.append(Front(f"Holdfast{told}, {title}", form, base, suffix))
        note(f"Holdfast, idle: {idle:.0f} MiB resident")
        postgres = int((server.home / "postgresql" / "data" / "postmaster.pid").read_text().split()[0])  # a process beside the JVM
        yield Running([server.process.pid, postgres], found, timer=lambda deployment: timed(server.api, deployment), idle_mib=idle)
