"""What the page on httpx and uvloop claims of its runs and of the two, beyond what is printed."""

import asyncio
import re
import sys

import httpx
import pytest
from playback.run import Run
from playback.snippet import SNIPPETS
from programs import texts
from taken import Taken, at, best_of_three, spans

LISTINGS = SNIPPETS / "httpx_and_uvloop"


def figures(run: Run) -> list[float]:
    """The numbers with a point that a run printed, in order."""
    return [float(number) for number in re.findall(r"\d+\.\d+", " ".join(texts(run)))]


@best_of_three
def test_the_same_three_pages_arrive_in_turn_and_at_once(taken: Taken) -> None:
    in_turn, at_once = taken["httpx_in_turn"], taken["httpx_at_once"]
    assert sorted(texts(in_turn)[:3]) == sorted(texts(at_once)[:3])
    downloads = [
        span
        for site in ("example.org", "www.python.org", "docs.python.org")
        for span in spans(at_once, f"download('https://{site}/')", "wait")
        if span.t1 - span.t0 >= 150_000
    ]
    assert len(downloads) == 3
    assert max(span.t0 for span in downloads) < min(span.t1 for span in downloads)
    assert at_once.wall < 0.8 * in_turn.wall


def test_only_a_few_words_tell_the_two_apart() -> None:
    in_turn, at_once = (
        (LISTINGS / f"{name}.py").read_text(encoding="utf-8").splitlines()
        for name in ("httpx_in_turn", "httpx_at_once")
    )
    words = [line for line in in_turn if line not in at_once and "client" in line]
    assert len(words) <= 4


def test_one_coroutine_function_runs_on_two_loops(taken: Taken) -> None:
    run = taken["on_either_loop"]
    assert {lane.fn for lane in run.lanes if lane.kind == "loop"} >= {"Runner"}
    assert sum(lane.kind == "loop" for lane in run.lanes) == 2
    assert [text.split(":")[1] for text in texts(run)] == [" 1,256 bytes"] * 2
    source = (LISTINGS / "on_either_loop.py").read_text(encoding="utf-8")
    size_of = source[source.index("async def size_of") : source.index("def main")]
    assert "asyncio" not in size_of
    assert "trio" not in size_of


@best_of_three
def test_a_client_for_each_page_is_more_work_than_one_for_all(taken: Taken) -> None:
    for_each, for_all, certificates = figures(taken["a_client_for_each_page"])
    assert for_each > 1.3 * for_all
    assert 5 * certificates > for_all, "outside, the reading comes on top of it"


@best_of_three
def test_a_timeout_of_httpx_is_of_silence(taken: Taken) -> None:
    run = taken["drop_by_drop"]
    [took] = figures(run)
    assert took >= 0.75, "the timeout is 0.3"
    assert at(run, "no second one") - at(run, "espresso") < took * 1_000_000


def test_who_gets_no_connection_for_long_gives_up_though_none_is_refused(taken: Taken) -> None:
    run = taken["waiting_for_a_connection"]
    assert [text.split(":")[0] for text in texts(run)] == ["gave up"] * 3 + ["read"] * 2
    assert at(run, "gave up") < at(run, "read")


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "closed"])
def test_in_a_line_that_moves_only_a_connection_that_is_kept_begins_the_wait_anew(
    kept: bool,
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.1)
            how = b"keep-alive" if kept else b"close"
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n" % how)
            if not kept:
                break
        writer.close()

    async def got(client: httpx.AsyncClient, url: str) -> bool:
        try:
            return (await client.get(url)).is_success
        except httpx.PoolTimeout:
            return False

    async def main() -> int:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = "http://{}:{}/".format(*server.sockets[0].getsockname())
        limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.4)
        async with httpx.AsyncClient(limits=limits, timeout=timeout) as client:
            await client.get(url)
            done = await asyncio.gather(*(got(client, url) for _ in range(10)))
        server.close()
        return sum(done)

    served = asyncio.run(main())
    assert served == 10 if kept else 0 < served < 10


def test_the_limits_are_as_the_page_says() -> None:
    with httpx.Client() as client:
        assert client.timeout == httpx.Timeout(connect=5, read=5, write=5, pool=5)
    assert (httpx._config.DEFAULT_LIMITS.max_connections) == 100
    assert (httpx._config.DEFAULT_LIMITS.max_keepalive_connections) == 20
    with pytest.raises(ImportError, match=re.escape("httpx[http2]")):
        httpx.Client(http2=True)


@best_of_three
def test_httpx_does_more_work_for_a_page_than_aiohttp(taken: Taken) -> None:
    few_of_aiohttp, many_of_aiohttp, few, many = figures(taken["work_for_a_page"])
    assert few > 1.5 * few_of_aiohttp
    assert many > 1.5 * many_of_aiohttp
    assert many / many_of_aiohttp > few / few_of_aiohttp, "it grows with how many are under way"


def test_a_wait_takes_as_long_on_uvloop(taken: Taken) -> None:
    own, uvloops = taken["waits_on_asyncio"], taken["waits_on_uvloop"]
    assert texts(own) == texts(uvloops)
    for run in (own, uvloops):
        [wait] = spans(run, "cook('rice', 0.3)", "wait")
        assert wait.t1 - wait.t0 >= 290_000
        if run is own or sys.version_info >= (3, 12):  # settrace sees less of uvloop
            assert {lane.state for lane in run.lanes if lane.kind == "task"} == {"ok"}
    assert uvloops.wall > 0.9 * 300_000


@best_of_three
def test_small_messages_are_faster_on_uvloop(taken: Taken) -> None:
    own, uvloops = figures(taken["echo_on_both_loops"])
    assert own > 1.15 * uvloops
    assert not taken["echo_on_both_loops"].spans, "it is not watched, which would slow one of them"
