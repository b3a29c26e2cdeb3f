"""Mail: plain text with an HTML twin, through the city's SMTP server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from flask import current_app

from config import Settings
from hotline.outside.message import GatewayAway, Message, NotNow, RefusedForGood

REFUSED = 500


def letter(message: Message, *, sender: str, public_url: str) -> EmailMessage:
    """Write the letter; its id is the message's key, so that a repeated one can be told."""
    if not message.address.isascii():
        raise RefusedForGood("邮件地址无效")
    mail = EmailMessage(policy=SMTP)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    try:
        mail["From"], mail["To"], mail["Subject"] = sender, message.address, message.title
    except ValueError as error:
        raise RefusedForGood("邮件地址无效") from error
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.is_urgent:
        mail["Importance"] = "high"
    mail.set_content(message.body)
    # Without the frame of the pages, which asks who is signed in.
    page = current_app.jinja_env.get_template("mail/message.html")
    html = page.render(title=message.title, lines=message.body.splitlines(), public_url=public_url)
    mail.add_alternative(html, subtype="html")
    if message.calendar is not None:
        name, content = message.calendar
        # Outlook and others show the buttons of an invitation where the method stands beside the type.
        method = "CANCEL" if b"METHOD:CANCEL" in content else "REQUEST"
        mail.add_attachment(
            content.decode("utf-8"), subtype="calendar", filename=name, params={"method": method}
        )
    return mail


def send_mail(message: Message, *, settings: Settings) -> None:
    """Hand one letter to the server; a refused recipient is for good, a server that is away is not."""
    mail = letter(message, sender=settings.mail_from, public_url=settings.public_url.rstrip("/"))
    try:
        with connected(settings) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        refuse(code, said)
    except smtplib.SMTPDataError as error:
        refuse(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:
        raise GatewayAway(f"邮件服务器不支持所需功能：{error}") from error
    except smtplib.SMTPAuthenticationError as error:
        raise GatewayAway(f"邮件服务器拒绝登录：{error.smtp_code} {spelt(error.smtp_error)}") from error
    except smtplib.SMTPResponseException as error:
        raise GatewayAway(f"邮件服务器答复 {error.smtp_code}：{spelt(error.smtp_error)}") from error
    except TimeoutError as error:
        raise GatewayAway(f"邮件服务器 {settings.gateway_seconds} 秒内没有应答") from error
    except ssl.SSLError as error:
        raise GatewayAway(
            f"与邮件服务器的加密连接未能建立：{error.reason or type(error).__name__}"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise GatewayAway(f"连不上邮件服务器：{type(error).__name__}") from error


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Give the server, encrypted and signed in on as the settings say.

    The certificate must be valid for the host. In production no password leaves over a connection that is
    not encrypted; a server that knows no STARTTLS gets neither the password nor the letter.
    """
    address, seconds = (settings.smtp_host, settings.smtp_port), settings.gateway_seconds
    trusted = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(*address, timeout=seconds, context=trusted)
        if settings.smtp_tls
        else smtplib.SMTP(*address, timeout=seconds)
    ) as server:
        if settings.smtp_starttls:
            server.starttls(context=trusted)
        if settings.smtp_user:
            if settings.production and not isinstance(server.sock, ssl.SSLSocket):
                raise GatewayAway("连接未加密，不能发送邮件账号的密码（请设置 STARTTLS 或 TLS）")
            server.login(settings.smtp_user, settings.smtp_password)
        yield server


def refuse(code: int, said: bytes | str) -> None:
    """Raise what the server's answer to this letter means."""
    reason = f"邮件服务器答复 {code}：{spelt(said)}"
    raise RefusedForGood(reason) if code >= REFUSED else NotNow(reason)


def spelt(said: bytes | str) -> str:
    """Return the server's words as one short line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
