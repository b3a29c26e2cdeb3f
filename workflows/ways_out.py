"""Which ways lead out of the house (SMS, mail, webhook), and the address that links in messages begin with.

Said once when the app is built, as the keyring is. A message is written for a way that is open only:
without an SMS gateway no SMS waits in the outbox for ever.
"""

from collections.abc import Collection

from models.vocabulary import NoticeChannel


class WaysOut:
    """The open channels besides the tray, which is always open."""

    def __init__(self) -> None:
        self.channels: frozenset[NoticeChannel] = frozenset()
        self.public_url = ""

    def use(self, channels: Collection[NoticeChannel], *, public_url: str) -> None:
        """Take note of what the installation is connected to."""
        self.channels = frozenset(channels)
        self.public_url = public_url.rstrip("/")

    def is_open(self, channel: NoticeChannel) -> bool:
        """Say whether a message by this channel would find its way."""
        return channel is NoticeChannel.INBOX or channel in self.channels


ways_out = WaysOut()
