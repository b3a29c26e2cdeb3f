"""Mail over a real server: STARTTLS, TLS from the start, an account; never a password in the clear."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config import BadSettings, Settings
from hotline.outside.mail import send_mail
from hotline.outside.message import GatewayAway, Message
from tests.support.certificates import make_certificate, server_context
from tests.support.gateways import MailServer, mail_server
from tests.support.settings import settings_for

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("app")]

ACCOUNT = ("hotline", "not-for-everyone")
LOGIN = {"smtp_user": ACCOUNT[0], "smtp_password": ACCOUNT[1]}


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a certificate that this machine trusts for the length of the test."""
    file = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.fixture
def encryption(certificate: Path) -> ssl.SSLContext:
    return server_context(certificate)


def send(server: MailServer, folder: Path, **given: Any) -> None:
    settings = settings_for(
        "sqlite://", folder, smtp_host="127.0.0.1", smtp_port=server.port, gateway_seconds=5, **given
    )
    send_mail(a_message(), settings=settings)


def a_message() -> Message:
    return Message(
        key="notice-1",
        address="zhang@example.gov.cn",
        title="督办",
        body="请登录系统查看。",
        is_urgent=False,
        created_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("production", [False, True])
@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_a_letter_goes_encrypted_and_signed_in(
    encryption: ssl.SSLContext, tmp_path: Path, way: str, production: bool
) -> None:
    with mail_server(account=ACCOUNT, **{way: encryption}) as server:
        send(server, tmp_path, production=production, **LOGIN, **{f"smtp_{way}": True})

    assert [letter["Subject"] for letter in server.letters] == ["督办"]
    assert server.encrypted == [True]
    assert server.signed_in == [ACCOUNT[0]]


def test_a_wrong_password_is_said(encryption: ssl.SSLContext, tmp_path: Path) -> None:
    with (
        mail_server(account=ACCOUNT, starttls=encryption) as server,
        pytest.raises(GatewayAway, match="邮件服务器拒绝登录：535"),
    ):
        send(server, tmp_path, smtp_starttls=True, smtp_user=ACCOUNT[0], smtp_password="wrong")

    assert server.letters == []


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, way: str) -> None:
    stranger = server_context(make_certificate(tmp_path))

    with (
        mail_server(account=ACCOUNT, **{way: stranger}) as server,
        pytest.raises(GatewayAway, match="与邮件服务器的加密连接未能建立：CERTIFICATE_VERIFY_FAILED"),
    ):
        send(server, tmp_path, **LOGIN, **{f"smtp_{way}": True})

    assert server.passwords_seen == server.letters == []


def test_a_certificate_for_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = make_certificate(tmp_path, host="192.0.2.7")
    monkeypatch.setenv("SSL_CERT_FILE", str(elsewhere))

    with (
        mail_server(account=ACCOUNT, tls=server_context(elsewhere)) as server,
        pytest.raises(GatewayAway, match="加密连接未能建立"),
    ):
        send(server, tmp_path, **LOGIN, smtp_tls=True)

    assert server.passwords_seen == []


def test_a_server_without_starttls_gets_neither_password_nor_letter(tmp_path: Path) -> None:
    with (
        mail_server(account=ACCOUNT) as server,
        pytest.raises(GatewayAway, match="邮件服务器不支持所需功能"),
    ):
        send(server, tmp_path, smtp_starttls=True, **LOGIN)

    assert server.passwords_seen == server.letters == []


def test_in_production_no_password_goes_over_a_connection_in_the_clear(tmp_path: Path) -> None:
    with (
        mail_server(account=ACCOUNT) as server,
        pytest.raises(GatewayAway, match="连接未加密，不能发送邮件账号的密码"),
    ):
        send(server, tmp_path, production=True, **LOGIN)

    assert server.passwords_seen == server.letters == []


def test_in_development_it_may_as_on_a_machine_of_ones_own(tmp_path: Path) -> None:
    with mail_server(account=ACCOUNT) as server:
        send(server, tmp_path, **LOGIN)

    assert (server.encrypted, server.signed_in) == ([False], [ACCOUNT[0]])


KEYS = {
    "HOTLINE_ENVIRONMENT": "production",
    "HOTLINE_SECRET_KEY": "s",
    "HOTLINE_DATA_KEY": "d",
    "HOTLINE_DATABASE_URL": "sqlite://",
    "HOTLINE_SMTP_HOST": "mail.example.gov.cn",
}


@pytest.mark.parametrize("way", ["HOTLINE_SMTP_STARTTLS", "HOTLINE_SMTP_TLS"])
def test_production_starts_with_an_account_only_where_its_password_is_encrypted(way: str) -> None:
    with pytest.raises(BadSettings, match="would send its password in the clear"):
        Settings.from_environment({**KEYS, "HOTLINE_SMTP_USER": "hotline"})

    settings = Settings.from_environment({**KEYS, "HOTLINE_SMTP_USER": "hotline", way: "1"})
    assert settings.smtp_starttls != settings.smtp_tls
    assert Settings.from_environment(KEYS).smtp_user == ""


def test_the_two_ways_exclude_one_another() -> None:
    both = {"HOTLINE_SMTP_STARTTLS": "1", "HOTLINE_SMTP_TLS": "1"}

    with pytest.raises(BadSettings, match="exclude one another"):
        Settings.from_environment({**KEYS, **both})
