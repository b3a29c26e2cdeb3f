"""Which gateways the installation has, and which sender speaks to each."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Flask

from config import Settings
from hotline.outside.mail import send_mail
from hotline.outside.message import Message
from hotline.outside.sms import send_sms
from hotline.outside.webhook import send_webhook
from models.vocabulary import NoticeChannel
from workflows.ways_out import ways_out

Send = Callable[[Message], None]


def gateways_of(settings: Settings) -> Mapping[NoticeChannel, Send]:
    """Return a sender for each channel whose gateway has an address."""
    senders: dict[NoticeChannel, Send] = {}
    seconds = settings.gateway_seconds
    if settings.sms_url:
        senders[NoticeChannel.SMS] = lambda message: send_sms(
            message, url=settings.sms_url, token=settings.sms_token, seconds=seconds
        )
    if settings.smtp_host:
        senders[NoticeChannel.MAIL] = lambda message: send_mail(message, settings=settings)
    if settings.webhook_url:
        senders[NoticeChannel.WEBHOOK] = lambda message: send_webhook(
            message,
            url=settings.webhook_url,
            secret=settings.webhook_secret,
            seconds=seconds,
            at=datetime.now(UTC),
        )
    return senders


def init_app(app: Flask) -> None:
    """Tell the notices which channels are open."""
    settings: Settings = app.config["SETTINGS"]
    ways_out.use(gateways_of(settings).keys(), public_url=settings.public_url)
