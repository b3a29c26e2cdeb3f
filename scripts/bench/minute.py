"""Prints the seconds that one run of the minute's job takes inside a running process."""

import os
import sys
import time

from app import create_app
from config import Settings
from hotline.jobs.runner import find_job, run_now

if __name__ == "__main__":
    app = create_app(Settings.from_environment(os.environ))
    job = find_job("mark-clocks")
    assert job is not None  # noqa: S101
    run_now(app, job)
    began = time.perf_counter()
    run_now(app, job)
    sys.stdout.write(f"{time.perf_counter() - began:.3f}")
