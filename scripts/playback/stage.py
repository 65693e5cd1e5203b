"""The stage: what a program finds around it when it is captured or tested, all on loopback.

Now: a stand-in internet. The hosts declared in snippets/stage.toml are served by one real HTTP
server behind real TLS, with the declared latencies and bodies. Programs see it through their
environment alone: `loopback` sends the declared names to it, and SSL_CERT_FILE and
REQUESTS_CA_BUNDLE name its certificate authority.
"""

import asyncio
import json
import ssl
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playback.problem import Problem
from playback.snippet import ROOT, SNIPPETS, shown

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


@contextmanager
def open_stage() -> Iterator[dict[str, str]]:
    """The stage, in a process of its own; yields the environment that programs find it by."""
    sites()  # which tells what is wrong with them before the stage would stumble over it
    with tempfile.TemporaryDirectory(prefix="stage-") as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "playback.stage", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT / "scripts",
            start_new_session=True,  # Ctrl-C ends the capture first, and that ends the stage
        )
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            answer = server.stdout.readline()
            if not answer:
                raise Problem("scripts/playback/stage.py", "the stage did not start; see above")
            yield json.loads(answer)
        finally:
            server.stdin.close()  # which ends it
            server.wait()
            server.stdout.close()


async def _serve(folder: Path) -> None:
    """Serve all sites until standard input ends; print the environment for programs."""
    import trustme
    from aiohttp import web

    by_host = {site.host: site for site in sites()}

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
    environment = {
        "PLAYBACK_HOSTS": " ".join(
            f"{host}:{declared}={port}" for host in by_host for declared, port in ports.items()
        ),
        "SSL_CERT_FILE": str(authority_file),
        "REQUESTS_CA_BUNDLE": str(authority_file),
    }
    print(json.dumps(environment), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
