"""What operators type: one module for each group of commands."""

from flask import Flask

from hotline.commands.cases import cases_cli
from hotline.commands.city import city_cli
from hotline.commands.clock import clock_cli
from hotline.commands.demo import demo_command
from hotline.commands.exports import exports_cli
from hotline.commands.grid import grid_cli
from hotline.commands.jobs import jobs_cli, scheduler_command
from hotline.commands.reports import reports_cli
from hotline.commands.routing import routing_command
from hotline.commands.topics import topics_command
from hotline.commands.users import users_cli

GROUPS = (
    cases_cli,
    exports_cli,
    demo_command,
    city_cli,
    users_cli,
    clock_cli,
    grid_cli,
    jobs_cli,
    scheduler_command,
    reports_cli,
    routing_command,
    topics_command,
)


def init_app(app: Flask) -> None:
    """Register every group."""
    for group in GROUPS:
        app.cli.add_command(group)
