"""Fills a database and serves it: the same commands an operator types, measured from outside."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of the house over this database."""
    return {
        **os.environ,
        "HOTLINE_DATABASE_URL": url,
        "HOTLINE_INSTANCE_DIR": str(folder),
        "HOTLINE_WEB_WORKERS": "2",
    }


def run(command: list[str], settings: dict[str, str]) -> tuple[str, float, float]:
    """Run a command; returns what it printed, the seconds it took and its peak memory in MiB."""
    began = time.perf_counter()
    done = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True)
    said = done.stdout.read() if done.stdout else ""
    _, status, usage = os.wait4(done.pid, 0)
    if done.stdout:
        done.stdout.close()
    if status != 0:
        raise RuntimeError(f"{command} failed with {status}: {said[-2000:]}")
    return said, time.perf_counter() - began, usage.ru_maxrss / 1024


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the house with two web workers; gives the port and the server's process."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py"]
    command += ["--bind", f"127.0.0.1:{port}", "app:create_app()"]
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start within a minute")


def resident_mebibytes(process: subprocess.Popen[bytes]) -> float:
    """Return the memory of the server and its workers together, what they share counted once."""
    pids = [process.pid]
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if children.exists():
        pids += [int(pid) for pid in children.read_text().split()]
    rollups = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(PROPORTIONAL.findall(rollup)[0]) for rollup in rollups) / 1024
