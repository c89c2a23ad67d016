"""Asks feeds over HTTP: conditional, bounded, many at once; every answer is a value.

`fetch` runs one event loop in a thread and yields answers as they come. It stores nothing and parses
nothing. Validators go back byte for byte as they came (RFC 9110 13.1). Total time, redirects and bytes
after decompression are bounded.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
PER_HOST = 2  #: requests at a time to one host
WAITING = 32  #: answers that may wait to be read, whole bodies in memory
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
    enough: int | None = None  #: bytes of the body that are wanted; the rest is not read


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
    """The answers, in the order they come; one for each request. Cancels what is open when not read on."""
    round_ = _Round(requests, settings, website)
    thread = threading.Thread(target=round_.run, name="digest-fetch", daemon=True)
    thread.start()
    try:
        while (answer := round_.answers.get()) is not None:
            yield answer
    finally:
        round_.cancel()
        thread.join()
    if round_.fault is not None:
        raise round_.fault


class _Round:
    """One event loop in a thread of its own, its answers in a queue that ends with None."""

    def __init__(self, requests: Sequence[Request], settings: Gather, website: str) -> None:
        self.answers: queue.Queue[Answer | None] = queue.Queue()
        self.fault: Exception | None = None
        self._requests, self._settings, self._website = requests, settings, website
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._main())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # a fault of ours: handed to the thread that reads the answers
            self.fault = error
        finally:
            self.answers.put(None)

    def cancel(self) -> None:
        """Ends the round; nothing happens when it is over."""
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            with suppress(RuntimeError):  # closed in between
                self._loop.call_soon_threadsafe(self._task.cancel)

    async def _main(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        turns, agent = Turns(self._requests), user_agent(self._settings, self._website)
        async with (
            _session(self._settings, agent, reuse=True) as shared,
            _session(self._settings, agent, reuse=False) as single,
        ):

            async def ask_in_turn() -> None:
                while (request := turns.take()) is not None:
                    while self.answers.qsize() >= WAITING:
                        await asyncio.sleep(0.01)
                    session = single if turns.is_alone(request) else shared
                    self.answers.put(await _ask(session, request, self._settings))
                    turns.done(request)

            at_once = min(self._settings.concurrency, len(self._requests))
            await asyncio.gather(*(ask_in_turn() for _ in range(at_once)))


class Turns:
    """Whose turn it is: requests in their order, at most PER_HOST of one host between `take` and `done`.

    `take` gives None when every host with something left is at its limit: whoever gets None may leave for
    good, because only a `done` makes room and whoever says it takes again.
    """

    def __init__(self, requests: Sequence[Request]) -> None:
        self._left: dict[str, list[Request]] = {}
        for request in reversed(requests):
            self._left.setdefault(host_of(request.url), []).append(request)
        hosts = [host for host, left in self._left.items() for _ in left[:PER_HOST]]
        self._ready = deque(reversed(hosts))
        self._alone = frozenset(host for host, left in self._left.items() if len(left) == 1)

    def is_alone(self, request: Request) -> bool:
        """Whether it is the only one of its host."""
        return host_of(request.url) in self._alone

    def take(self) -> Request | None:
        """The next request that may be asked now."""
        while self._ready:
            if left := self._left[self._ready.popleft()]:
                return left.pop()
        return None

    def done(self, request: Request) -> None:
        """It was answered: its host may be asked again."""
        self._ready.append(host_of(request.url))


def _session(settings: Gather, agent: str, *, reuse: bool) -> aiohttp.ClientSession:
    """reuse: connections stay open for the host's next feed. Where there is none they are closed at once: a
    thousand that wait for nothing hold megabytes, and the publishers' ports."""
    import aiohttp

    connector = aiohttp.TCPConnector(
        limit=settings.concurrency,
        force_close=not reuse,
        keepalive_timeout=2 if reuse else None,
        socket_factory=socket_factory(settings.allow_private_networks),
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=settings.timeout.total_seconds()),
        headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
        cookie_jar=aiohttp.DummyCookieJar(),
        requote_redirect_url=False,
    )


async def _ask(session: aiohttp.ClientSession, request: Request, settings: Gather) -> Answer:
    try:
        async with asyncio.timeout(settings.timeout.total_seconds()):
            return await _follow(session, request, settings.max_bytes)
    except TimeoutError:
        seconds = settings.timeout.total_seconds()
        problem: DigestError = FetchFailed(f"no whole answer within {seconds:g} s", subject=request.url)
    except DigestError as error:
        problem = error
    except Exception as error:  # whatever the client stumbles over is this answer's fault alone
        problem = _refusal(error, request.url)
    return Answer(key=request.key, url=request.url, error=problem)


def _refusal(error: BaseException, url: str) -> DigestError:
    """The error in an editor's words; a private address is told apart from a host that is down."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateAddress):
            return FetchRefused(
                f"{cause}: set gather.allow_private_networks to fetch from your own network", subject=url
            )
        cause = cause.__cause__ or getattr(cause, "os_error", None) or cause.__context__
    words = (
        str(getattr(error, "message", error)).strip() or f"its answer cannot be read: {type(error).__name__}"
    )
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
                url = urljoin(url, _location(target))
                moved = url if permanent else moved
                continue
            if response.status == 304 and not (request.etag or request.last_modified):
                raise FetchFailed("it answers 304, unchanged, to a question for the whole", subject=url)
            body = b"" if response.status == 304 else await _body(response, max_bytes, request.enough)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(
                key=request.key, url=url, status=response.status, headers=headers, body=body, moved_to=moved
            )
    raise FetchFailed(f"more than {MAX_REDIRECTS} redirects", subject=request.url)


async def _body(response: aiohttp.ClientResponse, max_bytes: int, enough: int | None) -> bytes:
    parts, size = [], 0
    if enough == 0:
        return b""
    async for chunk in response.content.iter_chunked(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise FetchFailed(
                f"longer than {max_bytes:,} bytes (gather.max_bytes)", subject=str(response.url)
            )
        parts.append(chunk)
        if enough is not None and size >= enough:
            break
    return b"".join(parts)


def _location(target: str) -> str:
    """Where a redirect leads; letters beyond ASCII are quoted, byte by byte as the server sent them."""
    raw = target.strip().encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def host_of(url: str) -> str:
    """The host with its port, as hosts are told apart here."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
