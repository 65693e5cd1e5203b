"""The stand-in internet: the hosts declared in snippets/stage.toml.

One real HTTP server behind real TLS serves them, with the declared latencies and bodies. Programs
see it through their environment alone: `loopback` sends the declared names to it, and SSL_CERT_FILE
and REQUESTS_CA_BUNDLE name its certificate authority.
"""

import asyncio
import ssl
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playback.problem import Problem
from playback.snippet import SNIPPETS, shown
from playback.stage import serve

DECLARATION = SNIPPETS / "stage.toml"


@dataclass(frozen=True, slots=True)
class Site:
    """A host of the stand-in internet; `latency` in seconds from request to answer."""

    host: str
    latency: float
    characters: int

    def page(self) -> str:
        """Its one page: HTML of exactly `characters` ASCII characters."""
        head = f"<!doctype html>\n<title>{self.host}</title>\n<h1>{self.host}</h1>\n<p>\n"
        line = "This page stands in for the real one.\n"
        filling = line * ((self.characters - len(head)) // len(line) + 1)
        return (head + filling)[: self.characters]


def sites(declaration: Path = DECLARATION) -> list[Site]:
    """The declared sites. Raises Problem if the declaration cannot be understood."""
    try:
        declared = tomllib.loads(declaration.read_text(encoding="utf-8"))
        return [_site(host, settings) for host, settings in declared.items()]
    except (OSError, ValueError) as error:
        what = f"{error}; each host has `latency` (seconds) and `characters`"
        raise Problem(shown(declaration), what) from None


def _site(host: str, settings: object) -> Site:
    match settings:
        case {"latency": int() | float() as latency, "characters": int() as characters, **others}:
            if latency >= 0 and characters >= 0 and not others:
                return Site(host, latency, characters)
    raise ValueError(f"{host} has {settings!r}")


@asynccontextmanager
async def internet(folder: Path) -> AsyncIterator[dict[str, str]]:
    """All sites, served from this process."""
    by_host = {site.host: site for site in sites()}
    if not by_host:
        yield {}
        return
    import trustme
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        site = by_host[request.url.host or ""]
        await asyncio.sleep(site.latency)
        return web.Response(text=site.page(), content_type="text/html")

    authority = trustme.CA()
    authority_file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(authority_file))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*by_host).configure_cert(tls)

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    secure = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    plain = web.TCPSite(runner, "127.0.0.1", 0)
    await secure.start()
    await plain.start()
    ports = dict(zip(("443", "80"), (address[1] for address in runner.addresses), strict=True))
    try:
        yield {
            "PLAYBACK_HOSTS": " ".join(
                f"{host}:{declared}={port}" for host in by_host for declared, port in ports.items()
            ),
            "SSL_CERT_FILE": str(authority_file),
            "REQUESTS_CA_BUNDLE": str(authority_file),
        }
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    serve(internet)
