"""Asks feeds over HTTP: conditional, bounded, many at once; every answer is a value.

`fetch` runs one event loop in a thread and yields answers as they come. It stores nothing and parses
nothing. Validators go back byte for byte as they came (RFC 9110 13.1). Total time, redirects and bytes
after decompression are bounded.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.errors import DigestError, FetchFailed, FetchRefused
from digest.gather.guard import PrivateAddress, check_url, socket_factory
from digest.settings import Gather

if TYPE_CHECKING:
    import aiohttp

MAX_REDIRECTS = 8
PER_HOST = 2
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
_PERMANENT = (301, 308)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address to ask; `key` comes back with the answer."""

    key: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = ACCEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status with headers (names in lower case) and body, or the error instead."""

    key: str
    url: str  #: of the document, after redirects
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved_to: str | None = None  #: where permanent redirects alone lead
    error: DigestError | None = None


def user_agent(settings: Gather, website: str = "") -> str:
    """How we introduce ourselves: the program, its version and where to complain."""
    if settings.user_agent:
        return settings.user_agent
    try:
        number = version("newsroom-digest")
    except PackageNotFoundError:
        number = "0"
    return f"newsroom-digest/{number} (feed reader{'; +' + website if website else ''})"


def fetch(requests: Sequence[Request], settings: Gather, website: str = "") -> Iterator[Answer]:
    """The answers, in the order they come; one for each request. Stops its work when not read on."""
    answers: queue.Queue[Answer | None] = queue.Queue()
    stop = threading.Event()

    def run() -> None:
        try:
            asyncio.run(_round(requests, settings, website, answers, stop))
        finally:
            answers.put(None)

    thread = threading.Thread(target=run, name="digest-fetch", daemon=True)
    thread.start()
    try:
        while (answer := answers.get()) is not None:
            yield answer
    finally:
        stop.set()
        thread.join()


async def _round(
    requests: Sequence[Request],
    settings: Gather,
    website: str,
    answers: queue.Queue[Answer | None],
    stop: threading.Event,
) -> None:
    import aiohttp

    connector = aiohttp.TCPConnector(
        limit=settings.concurrency,
        limit_per_host=PER_HOST,
        keepalive_timeout=2,
        socket_factory=socket_factory(settings.allow_private_networks),
    )
    session = aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=settings.timeout.total_seconds()),
        headers={"User-Agent": user_agent(settings, website), "Accept-Encoding": "gzip, deflate"},
        cookie_jar=aiohttp.DummyCookieJar(),
        requote_redirect_url=False,
    )
    slots = asyncio.Semaphore(settings.concurrency)

    async def one(request: Request) -> None:
        async with slots:
            if not stop.is_set():
                answers.put(await _ask(session, request, settings))

    async with session:
        await asyncio.gather(*(one(request) for request in requests))


async def _ask(session: aiohttp.ClientSession, request: Request, settings: Gather) -> Answer:
    try:
        async with asyncio.timeout(settings.timeout.total_seconds()):
            return await _follow(session, request, settings.max_bytes)
    except TimeoutError:
        seconds = settings.timeout.total_seconds()
        problem: DigestError = FetchFailed(f"no whole answer within {seconds:g} s", subject=request.url)
    except DigestError as error:
        problem = error
    except (OSError, ValueError) as error:  # aiohttp's InvalidURL is a ValueError
        problem = _refusal(error, request.url)
    except Exception as error:  # aiohttp.ClientError: imported only inside the loop
        if not _is_client_error(error):
            raise
        problem = _refusal(error, request.url)
    return Answer(key=request.key, url=request.url, error=problem)


def _is_client_error(error: Exception) -> bool:
    import aiohttp

    return isinstance(error, aiohttp.ClientError)


def _refusal(error: BaseException, url: str) -> DigestError:
    """The error in an editor's words; a private address is told apart from a host that is down."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateAddress):
            return FetchRefused(
                f"{cause}: set gather.allow_private_networks to fetch from your own network", subject=url
            )
        cause = cause.__cause__ or getattr(cause, "os_error", None) or cause.__context__
    words = str(error).strip() or type(error).__name__
    return FetchFailed(words.splitlines()[0][:200], subject=url)


async def _follow(session: aiohttp.ClientSession, request: Request, max_bytes: int) -> Answer:
    url, moved, permanent = request.url, None, True
    conditional = {"Accept": request.accept}
    if request.etag:
        conditional["If-None-Match"] = request.etag
    if request.last_modified:
        conditional["If-Modified-Since"] = request.last_modified
    for _ in range(MAX_REDIRECTS + 1):
        check_url(url)
        async with session.get(url, headers=conditional, allow_redirects=False) as response:
            target = response.headers.get("Location")
            if response.status in (301, 302, 303, 307, 308) and target:
                permanent = permanent and response.status in _PERMANENT
                url = urljoin(url, target.strip())
                moved = url if permanent else moved
                continue
            body = b"" if response.status == 304 else await _body(response, max_bytes)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(
                key=request.key, url=url, status=response.status, headers=headers, body=body, moved_to=moved
            )
    raise FetchFailed(f"more than {MAX_REDIRECTS} redirects", subject=request.url)


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    parts, size = [], 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise FetchFailed(
                f"longer than {max_bytes:,} bytes (gather.max_bytes)", subject=str(response.url)
            )
        parts.append(chunk)
    return b"".join(parts)


def host_of(url: str) -> str:
    """The host with its port, as hosts are told apart here."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
