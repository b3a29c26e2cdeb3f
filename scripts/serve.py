"""`make run`: brings the database up to date, then runs web and scheduler together until Ctrl+C.

Safe to repeat: migrations, city pack and demo cases leave alone what is there already.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
SECONDS_TO_START = 60


def prepare(environment: dict[str, str], city: str, weeks: int) -> str:
    """Migrate, load the city, make what an empty database lacks; return the list of demo accounts."""
    command = [sys.executable, "scripts/prepare_database.py", city, str(weeks)]
    accounts = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return accounts.stdout.strip()


def start(port: int, host: str, environment: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    """Start the web server and the scheduler, each in a process of its own."""
    web = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py"]
    web += ["--bind", f"{host}:{port}", "app:create_app()"]
    return [
        subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        for command in (web, [*FLASK, "scheduler"])
    ]


def wait_until_it_answers(host: str, port: int, processes: list[subprocess.Popen[bytes]]) -> bool:
    """Wait for the web server; False if a process ended or it took too long."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End both: ask first, then insist."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def is_taken(host: str, port: int) -> bool:
    """Say whether something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def stop_on_signal(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into the exception that Ctrl+C raises."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until told to stop, or until one of the two processes ends by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    parser.add_argument("--city", default="lanzhou", help="a folder under cities/, or the path of one")
    parser.add_argument("--weeks", type=int, default=6, help="of demo cases, where there are none yet")
    given = parser.parse_args()
    if is_taken(given.host, given.port):
        say(f"Port {given.port} is taken. Choose another one: make run PORT={given.port + 1}")
        return 1
    address = f"http://{'127.0.0.1' if given.host == '0.0.0.0' else given.host}:{given.port}"  # noqa: S104
    environment = {"HOTLINE_PUBLIC_URL": address, **os.environ}
    # SIGINT too: a shell starts what it puts in the background deaf to it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_on_signal)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        accounts = prepare(environment, given.city, given.weeks)
        processes = start(given.port, given.host, environment)
        if not wait_until_it_answers(given.host, given.port, processes):
            say("The server did not start; the lines above say why.")
            return 1
        say(f"\n民情通 is running: {address}  (Ctrl+C ends it; the data stays)\n\n{accounts}\n")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        say("One of the processes ended; stopping the other.")
        return 1
    except KeyboardInterrupt:
        say("\nStopping.")
        return 0
    except subprocess.CalledProcessError as error:
        say(f"{error.cmd[1]} failed; the lines above say why.")
        return 1
    finally:
        end(processes)


if __name__ == "__main__":
    sys.exit(main())
