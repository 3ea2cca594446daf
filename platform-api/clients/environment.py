#!/usr/bin/env python3
"""Makes the virtual environment of the client suite, or keeps the one that is there while its requirements are unchanged.

Run:   environment.py FOLDER

On Linux x86-64 the package index has torch with gigabytes of CUDA only. There the CPU build is Debian's: it is taken from the
system where it is installed, and otherwise downloaded with apt and unpacked below FOLDER, which needs no rights. Without
either, the environment has no torch, and the suite's one test of it is skipped and says so.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TORCH = ("torch", "torchgen", "functorch")


def fingerprint():
    """Changes with whatever the environment is made from."""
    digest = hashlib.sha256(f"{sys.version} {platform.platform()}".encode())
    for name in ("requirements.txt", "constraints.txt", "environment.py"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def run(*command, **rest):
    return subprocess.run(command, check=True, text=True, **rest)


def debian_torch(folder):
    """The root below which Debian's torch for this Python lies, or None."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    packages = Path("usr/lib/python3/dist-packages/torch")
    if list((Path("/") / packages).glob(f"_C.cpython-{version.replace('.', '')}-*")):
        return Path("/")
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return None
    downloads, root = folder / "torch-packages", folder / "torch"
    downloads.mkdir(parents=True, exist_ok=True)
    try:
        plan = run("apt-get", "-s", "--no-install-recommends", "install", "python3-torch", capture_output=True).stdout
        names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
        # Its Python packages come from the package index.
        names = [name for name in names if name == "python3-torch" or not name.startswith("python3-")]
        run("apt-get", "-q", "download", *names, cwd=downloads, capture_output=True)
        for package in downloads.glob("*.deb"):
            run("dpkg", "-x", str(package), str(root))
    except subprocess.CalledProcessError as e:
        print(f"torch is left out: {' '.join(e.cmd[:4])}: {(e.stderr or '').strip()[-300:]}", file=sys.stderr)
        return None
    shutil.rmtree(downloads)
    return root if list((root / packages).glob(f"_C.cpython-{version.replace('.', '')}-*")) else None


def add_torch(folder, venv):
    root = debian_torch(folder)
    if root is None:
        return
    [site] = venv.glob("lib/python3*/site-packages")
    for name in TORCH:
        (site / name).symlink_to(root / "usr/lib/python3/dist-packages" / name)
    if root != Path("/"):
        libraries = {str(library.parent) for library in (root / "usr/lib").rglob("*.so.*")}
        libraries |= {str(library.parent) for library in (root / "lib").rglob("*.so.*")}
        (folder / "library-path").write_text(os.pathsep.join(sorted(libraries)))


def main():
    folder = Path(sys.argv[1]).resolve()
    made = folder / "made-from"
    if made.is_file() and made.read_text() == fingerprint():
        return
    print("Making the Python environment of the client suite (a few minutes the first time)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    venv = folder / "venv"
    run(sys.executable, "-m", "venv", str(venv))
    run(str(venv / "bin" / "pip"), "install", "--quiet", "-r", str(HERE / "requirements.txt"), "-c", str(HERE / "constraints.txt"))
    if sys.platform == "linux" and platform.machine() == "x86_64":
        add_torch(folder, venv)
    made.write_text(fingerprint())


if __name__ == "__main__":
    main()
