"""Makes the files of long exports; the scheduler calls this."""

import click
from flask import current_app
from flask.cli import AppGroup

from hotline.case_exports import making

exports_cli = AppGroup("exports", help="Make the files of exported lists.")


@exports_cli.command("make")
@click.argument("order_id", type=int)
def make_export(order_id: int) -> None:
    """Make the file of the export with this number; nothing where it is made or being made."""
    folder = making.folder_of(current_app.config["SETTINGS"].uploads_dir)
    done = making.make(order_id, folder)
    click.echo(f"导出 {order_id}：" + ("处理完毕。" if done else "无需处理。"))
