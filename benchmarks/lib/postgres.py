"""A PostgreSQL of one's own for a benchmark, from the programs that are installed. Standard library only."""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from holdfast import free_port


class Postgres:
    """A cluster in a folder, kept there; PostgreSQL refuses to run as root, so root runs it as another user."""

    def __init__(self, folder, databases, programs=None, settings=()):
        found = [programs] if programs else sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[4]))
        if not found or not (Path(found[-1]) / "initdb").exists():
            raise SystemExit("This needs the programs of PostgreSQL: name their folder with --postgres")
        self.programs = Path(found[-1])
        self.folder, self.databases = folder, databases
        self.settings = ["max_connections=200", "shared_buffers=512MB", *settings]
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process = None
        self.user = None
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"
            shutil.chown(self.folder, self.user)
            os.chmod(self.folder, 0o700)

    def run(self, program, *arguments):
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            cwd=self.folder,
            user=self.user,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.folder)},
        )

    def __enter__(self):
        data = self.folder / "data"
        fresh = not data.exists()
        if fresh:
            self.run("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        command = [str(self.programs / "postgres"), "-D", str(data), "-p", str(self.port)]
        for setting in ("listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", *self.settings):
            command += ["-c", setting]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while subprocess.run([str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("PostgreSQL did not start")
            time.sleep(0.1)
        for database in self.databases if fresh else ():
            self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", database)
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
