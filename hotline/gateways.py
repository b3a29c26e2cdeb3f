"""Which gateways the installation has; said to the notices when the app is built."""

from flask import Flask

from config import Settings
from models.vocabulary import NoticeChannel
from workflows.ways_out import ways_out


def open_channels(settings: Settings) -> frozenset[NoticeChannel]:
    """Return the channels that lead out of the house: those whose gateway has an address."""
    gateways = {
        NoticeChannel.SMS: settings.sms_url,
        NoticeChannel.MAIL: settings.smtp_host,
        NoticeChannel.WEBHOOK: settings.webhook_url,
    }
    return frozenset(channel for channel, address in gateways.items() if address)


def init_app(app: Flask) -> None:
    """Tell the notices which channels are open."""
    settings: Settings = app.config["SETTINGS"]
    ways_out.use(open_channels(settings), public_url=settings.public_url)
