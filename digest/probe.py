"""Asks the mail provider whether it would take mail from us, without sending any."""

from __future__ import annotations

import os
import smtplib
import ssl
import tempfile
from urllib.parse import urlsplit

from digest.errors import SendError
from digest.settings import Settings

PATIENCE = 10.0  #: seconds for one answer


def probe(settings: Settings) -> str:
    """Signs in and leaves again; says in words what answered.

    Raises SendError with what to do when mail could not go out, SettingsError when a key is missing.
    """
    if settings.sender.kind == "sendgrid":
        return _sendgrid(settings)
    if settings.sender.kind == "smtp":
        return _smtp(settings)
    return _outbox(settings)


def _outbox(settings: Settings) -> str:
    folder = settings.private / "outbox"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        os.unlink(name)
    except OSError as error:
        raise SendError(f"cannot be written: {error.strerror}", subject=str(folder)) from error
    return "mail is written to .digest/private/outbox and goes to nobody"


def _sendgrid(settings: Settings) -> str:
    """GET /v3/scopes tells what a key may do; it needs mail.send."""
    import orjson
    import urllib3

    key = settings.require_secret("sendgrid_api_key")
    host = settings.sender.sendgrid.host.rstrip("/")
    subject = urlsplit(host).netloc
    try:
        with urllib3.PoolManager(timeout=urllib3.Timeout(total=PATIENCE), retries=False) as pool:
            answer = pool.request("GET", f"{host}/v3/scopes", headers={"Authorization": f"Bearer {key}"})
    except urllib3.exceptions.HTTPError as error:
        raise SendError(f"no answer ({type(error).__name__})", subject=subject) from error
    if answer.status in (401, 403):
        raise SendError(f"refuses the key ({answer.status}): make a new SENDGRID_API_KEY", subject=subject)
    if answer.status != 200:
        raise SendError(f"answered {answer.status}", subject=subject)
    try:
        scopes = orjson.loads(answer.data)["scopes"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise SendError("answered something else than SendGrid does", subject=subject) from error
    if "mail.send" not in scopes:
        raise SendError('the key may not send: it needs the permission "mail.send"', subject=subject)
    sandbox = ", sandbox: nothing is delivered" if settings.sender.sendgrid.sandbox else ""
    return f"SendGrid takes the key{sandbox}"


def _smtp(settings: Settings) -> str:
    table = settings.sender.smtp
    subject = f"{table.host}:{table.port}"
    context = ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if table.security == "tls":
            server = smtplib.SMTP_SSL(table.host, table.port, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(table.host, table.port, timeout=PATIENCE)
        with server:
            server.ehlo()
            if table.security == "starttls":
                server.starttls(context=context)
                server.ehlo()
            if table.user:
                server.login(table.user, settings.require_secret("smtp_password"))
            server.noop()
    except smtplib.SMTPAuthenticationError as error:
        raise SendError(f"refuses user and password ({error.smtp_code})", subject=subject) from error
    except smtplib.SMTPNotSupportedError as error:
        message = "does not offer STARTTLS or signing in, which the settings ask for"
        raise SendError(message, subject=subject) from error
    except ssl.SSLError as error:
        raise SendError(f"its certificate is not valid ({error.reason})", subject=subject) from error
    except (smtplib.SMTPException, OSError) as error:
        raise SendError(f"no answer ({type(error).__name__})", subject=subject) from error
    return "the relay answers" + (" and knows the user" if table.user else "")
