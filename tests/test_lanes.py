"""What the recorder says of each program in `lanes/`: its actors, what each did, where, how long.

A test has the name of its program. On the exact clock all times are exact; in real time, on a
machine with other work, a wait may take longer than it was meant to, but never much less.
"""

import sys

import pytest
from runs import Runs
from seen import PROGRAMS, Seen, line_of, path_of

# Of a wait: the step in which a task falls asleep is not yet part of it, nor is the start of a
# process of its life.
MOST = 0.8
SINGLE_LINES = pytest.mark.skipif(
    sys.version_info < (3, 12),
    reason="sys.settrace cannot mute a single line: what a very busy loop does later is not seen",
)


@pytest.fixture
def exactly(request: pytest.FixtureRequest, runs: Runs) -> Seen:
    """The program that the test is named for, run on the exact clock."""
    run = runs.exact(path_of(request.node.originalname.removeprefix("test_")))
    assert run.clock == "exact"
    return Seen(run)


@pytest.fixture
def really(request: pytest.FixtureRequest, runs: Runs) -> Seen:
    """The program that the test is named for, run in real time."""
    return Seen(runs.real(path_of(request.node.originalname.removeprefix("test_"))))


def test_every_program_has_a_test() -> None:
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert len(PROGRAMS) >= 32
    assert set(PROGRAMS) <= tests


# One thread, without a loop, or with one of the program's own


def test_sleeps_in_turn(exactly: Seen) -> None:
    main = exactly.main
    assert exactly.kinds() == {"thread": 1}
    assert (main.state, main.life) == ("ok", (0, 600))
    assert main.times("block", at="time.sleep(0.2)") == [(0, 200), (200, 400), (400, 600)]
    assert main.stacks("block") == [["cook", "main", "<module>"]] * 3
    assert main.calls() == [
        ("main()", 0, 0, 600),
        ("cook('soup')", 1, 0, 200),
        ("cook('rice')", 1, 200, 400),
        ("cook('tea')", 1, 400, 600),
    ]
    assert exactly.printed("rice: on the stove", at='print(f"{dish}: on the stove")') == (200, main)
    assert exactly.printed("tea: ready", at='print(f"{dish}: ready")') == (600, main)


def test_dishes_by_generator(exactly: Seen) -> None:
    main = exactly.main
    assert exactly.kinds() == {"thread": 1}
    drawn = [(0, 100), (150, 250), (300, 400), (400, 500)]
    assert main.times("block", at="time.sleep(0.1)") == drawn
    assert main.times("block", at="time.sleep(0.05)") == [(100, 150), (250, 300)]
    assert main.stacks("block")[:2] == [["dishes", "<module>"], ["carry", "<module>"]]
    assert main.calls() == [("carry('soup')", 0, 100, 150), ("carry('rice')", 0, 250, 300)]


def test_interrupted_sleep(really: Seen) -> None:
    main = really.main
    assert (really.run.exit, main.state) == (-2, "error")
    assert "KeyboardInterrupt" in main.mark("error").text
    assert 200 * MOST <= main.total("block", at="time.sleep(5)") < 5_000
    assert ["simmer", "<module>"] in main.stacks("block")


def test_cooks_in_turn(exactly: Seen) -> None:
    main, soup, rice = (exactly.one(it) for it in ("thread", "cook('soup', 2)", "cook('rice', 3)"))
    assert exactly.kinds() == {"thread": 1, "gen": 2}
    assert (soup.lane.parent, soup.lane.host, soup.state, rice.state) == (0, 0, "ok", "ok")
    assert soup.times("block", at="time.sleep(0.05)") == [(0, 50), (100, 150)]
    assert soup.times("wait", at="word = yield step") == [(50, 100), (150, 200)]
    assert rice.times("block", at="time.sleep(0.05)") == [(50, 100), (150, 200), (200, 250)]
    assert rice.times("wait", at="word = yield step") == [(100, 150)]
    assert soup.stacks("wait") == [["cook"]] * 2
    assert (soup.life[1], rice.life[1]) == (200, 250)
    assert exactly.printed("soup ready", at='print(done.value, "ready")') == (200, main)
    stirred = [(it.lane, it.t) for it in exactly.run.output if it.text == "rice stirred"]
    assert stirred == [(rice.place, t) for t in (150_000, 200_000, 250_000)]


def test_coroutines_by_hand(exactly: Seen) -> None:
    soup, rice = exactly.one("cook('soup', 2)"), exactly.one("cook('rice', 3)")
    assert exactly.kinds() == {"thread": 1, "coro": 2}
    assert (soup.lane.host, soup.state, rice.state) == (0, "ok", "ok")
    assert soup.times("block", at="time.sleep(0.05)") == [(0, 50), (100, 150)]
    assert soup.times("wait") == [(50, 100), (150, 200)]
    assert soup.stacks("wait") == [["Turn.__await__", "cook"]] * 2
    turn = line_of(exactly.run, "await Turn()")
    assert [span.at[-1][1] for span in soup.spans("wait")] == [turn] * 2
    assert rice.times("block", at="time.sleep(0.05)") == [(50, 100), (150, 200), (200, 250)]
    assert (soup.life[1], rice.life[1]) == (200, 250)


def test_work_around_the_loop(exactly: Seen) -> None:
    main, loop, task = exactly.main, exactly.loop, exactly.one("task")
    assert main.times("block", at="time.sleep(0.1)") == [(0, 100)]
    assert main.times("block", at="time.sleep(0.3)") == [(300, 600)]
    assert main.total("block", "run") == 400
    assert main.calls() == [("lay_the_table()", 0, 0, 100), ("wash_up()", 0, 300, 600)]
    assert task.times("wait", at="asyncio.sleep(0.2)") == [(100, 300)]
    assert (loop.life, loop.times("idle")) == ((100, 300), [(100, 300)])


def test_recipe_in_a_recipe(exactly: Seen) -> None:
    main, task = exactly.main, exactly.one("task")
    assert main.calls() == [
        ("cake(3)", 0, 0, 150),
        ("cake(2)", 1, 50, 150),
        ("cake(1)", 2, 100, 150),
    ]
    assert main.stacks("block") == [["cake"] * depth + ["<module>"] for depth in (1, 2, 3)]
    assert task.lane.label == "onion(2)"
    assert task.times("wait", at="asyncio.sleep(0.1)") == [(150, 250), (250, 350)]
    assert task.stacks("wait") == [["onion"], ["onion", "onion"]]


@SINGLE_LINES
def test_stirs_between_rests(really: Seen) -> None:
    main = really.main
    for line, length in (("time.sleep(0.1)", 100), ("time.sleep(0.2)", 200)):
        rests = main.times("block", at=line)
        assert len(rests) == 3
        assert all(t1 - t0 >= length * MOST for t0, t1 in rests)
        assert main.total("run", at=line) < main.total("block", at=line) / 2
    assert main.total("run") >= 60  # six million strokes


@SINGLE_LINES
def test_three_thousand_chops(exactly: Seen) -> None:
    main = exactly.main
    first, second = main.spans("block")
    assert (first.t0, first.t1, first.at[-2][0]) == (0, 200_000, "main")
    assert main.times("block", at="time.sleep(0.1)") == [(200, 300)]
    assert second.t1 == 300_000
    assert ("main()", 0, 0, 300) in main.calls()


# Tasks on one loop


def test_orders_gathered(exactly: Seen) -> None:
    thread, loop, main = exactly.main, exactly.loop, exactly.one("main")
    orders = exactly.all("order")
    assert exactly.kinds() == {"thread": 1, "loop": 1, "task": 4}
    assert (loop.lane.host, loop.life) == (thread.place, (0, 300))
    assert main.is_made_by(thread, "asyncio.run(main())")
    assert [order.lane.label for order in orders] == [
        "order('soup', 0.1)",
        "order('rice', 0.3)",
        "order('tea', 0.2)",
    ]
    assert all(order.is_made_by(main, "asyncio.gather(") for order in orders)
    assert all(order.lane.host == loop.place for order in (main, *orders))
    for order, end in zip(orders, (100, 300, 200), strict=True):
        assert order.life == (0, end)
        assert order.times("wait", at="asyncio.sleep(seconds)") == [(0, end)]
        assert loop.moments("wake", order) == [end]
        assert (order.state, order.mark("ok").t) == ("ok", end * 1000)
    assert main.times("wait", at="asyncio.gather(") == [(0, 300)]
    assert orders[1].moments("wake", main) == [300]
    assert [it.on for it in orders[0].spans("wait")] == ["sleep"]
    assert loop.total("idle") == 300
    assert exactly.printed("tea: ready", at='print(f"{dish}: ready")') == (200, orders[2])
    assert exactly.printed("['soup', 'rice', 'tea']", at="print(dishes)") == (300, main)


def test_task_group_fails(exactly: Seen) -> None:
    main, soup, steak, cake = (exactly.one(it) for it in ("main", "soup", "steak", "cake"))
    for task, state, end in ((soup, "ok", 100), (steak, "error", 200), (cake, "cancelled", 200)):
        assert (task.state, task.life) == (state, (0, end))
        assert task.times("wait", at="asyncio.sleep(seconds)") == [(0, end)]
        assert task.is_made_by(main, f'name="{task.lane.name}"')
    assert cake.lane.label == "order('cake', 0.5, False)"
    assert "steak is burnt" in steak.mark("error").text
    assert steak.moments("cancel", cake) == [200]
    assert main.times("wait", at="async with asyncio.TaskGroup()") == [(0, 200)]
    assert (main.state, exactly.main.state, exactly.run.exit) == ("error", "error", 1)
    assert "ExceptionGroup" in main.mark("error").text


def test_two_dishes_burn(exactly: Seen) -> None:
    main, soup, rice, roast = (exactly.one(it) for it in ("main", "soup", "rice", "roast"))
    assert [it.state for it in (main, soup, rice, roast)] == ["ok", "error", "error", "cancelled"]
    assert {it.life for it in (soup, rice, roast)} == {(0, 100)}
    assert soup.mark("error").text.startswith("ValueError")
    assert rice.mark("error").text.startswith("OSError")
    assert soup.moments("cancel", roast) == [100]
    assert main.times("wait", at="async with asyncio.TaskGroup()") == [(0, 100)]
    assert main.times("wait", at="asyncio.sleep(0.05)") == [(100, 150)]


def test_nested_task_groups(exactly: Seen) -> None:
    menu, soup, stew = (exactly.one(it) for it in ("menu", "soup", "stew"))
    assert exactly.kinds()["task"] == 7
    assert menu.times("wait", at="asyncio.sleep(0.1)") == [(0, 100)]
    assert menu.times("wait", at="asyncio.TaskGroup() as courses") == [(100, 350)]
    for course, start, name in ((soup, 0, "soup"), (stew, 100, "stew")):
        beans = exactly.one(f"dish('{name} of beans', 0.1)")
        peas = exactly.one(f"dish('{name} of peas', 0.2)")
        assert course.is_made_by(menu, f'name="{name}"')
        assert beans.is_made_by(course, "of beans")
        assert (beans.life, peas.life) == ((start, start + 100), (start, start + 200))
        assert course.times("wait", at="as dishes") == [(start, start + 200)]
        assert course.times("wait", at="asyncio.sleep(0.05)") == [(start + 200, start + 250)]
        assert peas.moments("wake", course) == [start + 200]


def test_blocked_loop(exactly: Seen) -> None:
    loop, main, cook, timer = (exactly.one(it) for it in ("loop", "main", "cook", "timer"))
    assert cook.times("wait", at="asyncio.sleep(0.13)") == [(0, 130)]
    assert cook.times("block", at="time.sleep(0.3)") == [(130, 430)]
    assert (cook.state, timer.state) == ("ok", "cancelled")
    waits = [(0, 50), (50, 100), (100, 150), (430, 480), (480, 530), (530, 550)]
    assert timer.times("wait", at="asyncio.sleep(0.05)") == waits
    assert timer.times("ready", at="asyncio.sleep(0.05)") == [(150, 430)]
    assert (loop.times("run"), loop.total("idle")) == ([(130, 430)], 250)
    assert main.times("wait", at='name="cook"') == [(0, 430)]
    assert main.times("wait", at="asyncio.sleep(0.12)") == [(430, 550)]
    assert cook.moments("wake", main) == [430]
    assert main.moments("cancel", timer) == [550]


def test_timers_without_tasks(exactly: Seen) -> None:
    loop, main = exactly.loop, exactly.one("main")
    assert exactly.kinds() == {"thread": 1, "loop": 1, "task": 1}
    assert main.times("wait", at="asyncio.sleep(0.25)") == [(0, 250)]
    assert main.times("ready", at="asyncio.sleep(0.25)") == [(250, 300)]
    assert loop.times("block", at="time.sleep(0.1)") == [(200, 300)]
    assert loop.total("idle") == 200
    assert loop.calls() == [("drain('pasta')", 0, 200, 300)]
    assert exactly.printed("egg: rings", at='print(f"{dish}: rings")') == (100, loop)
    assert exactly.printed("pasta: drained", at='print(f"{dish}: drained")') == (300, loop)


def test_await_without_a_wait(exactly: Seen) -> None:
    main, other = exactly.one("main"), exactly.one("other")
    assert main.times("block", at="time.sleep(0.1)") == [(0, 100), (100, 200)]
    assert main.stacks("block") == [["chop", "main"]] * 2
    assert main.total("wait") == 0
    assert (other.times("ready"), other.state) == ([(0, 200)], "ok")
    assert exactly.loop.total("run") == 200


def test_never_awaited(exactly: Seen) -> None:
    main = exactly.one("main")
    assert exactly.kinds() == {"thread": 1, "loop": 1, "task": 1}
    mark = main.mark("never-awaited")
    assert (mark.t, "order" in mark.text) == (0, True)
    assert main.times("wait", at="asyncio.sleep(0.1)") == [(0, 100)]
    assert main.stacks("wait") == [["order", "main"]]
    assert [line for _, line in main.spans("wait")[0].at] == [
        line_of(exactly.run, "asyncio.sleep(0.1)"),
        line_of(exactly.run, 'await order("rice")'),
    ]


def test_task_outlived(exactly: Seen) -> None:
    main, soup = exactly.one("main"), exactly.one("soup")
    assert (main.state, soup.state, soup.life) == ("ok", "cancelled", (0, 100))
    assert soup.times("wait", at="asyncio.sleep(0.3)") == [(0, 100)]
    assert soup.mark("cancelled").t == 100_000
    assert exactly.printed("closed", at='print("closed")') == (100, main)


def test_lost_order(exactly: Seen) -> None:
    main, soup = exactly.one("main"), exactly.one("soup")
    assert (main.state, soup.state, soup.life) == ("ok", "lost", (0, 100))
    assert soup.times("wait", at="create_future()") == [(0, 100)]
    assert soup.mark("lost").t == 100_000


def test_nobody_asked(exactly: Seen) -> None:
    soup = exactly.one("soup")
    assert (soup.state, soup.life) == ("error", (0, 100))
    assert "soup is burnt" in soup.mark("error").text
    assert soup.mark("unretrieved").t == 100_000


def test_cancelled_before_it_starts(exactly: Seen) -> None:
    main, soup = exactly.one("main"), exactly.one("soup")
    assert soup.is_made_by(main, 'name="soup"')
    assert (soup.state, soup.life) == ("cancelled", (0, 0))
    assert soup.total("wait", "ready", "run", "block") == 0


def test_timeout_and_cancel(exactly: Seen) -> None:
    loop, main, roast = (exactly.one(it) for it in ("loop", "main", "roast"))
    assert main.times("wait", at="asyncio.sleep(5)") == [(0, 100)]
    assert main.times("wait", at="asyncio.sleep(0.05)") == [(100, 150)]
    assert main.times("wait", at="asyncio.sleep(0.2)") == [(150, 350)]
    assert main.times("wait", at="await task") == [(350, 400)]
    assert main.stacks("wait")[:2] == [["roast", "main"]] * 2
    assert loop.moments("cancel", main) == [100]
    assert roast.times("wait", at="asyncio.sleep(5)") == [(150, 350)]
    assert roast.times("wait", at="asyncio.sleep(0.05)") == [(350, 400)]
    assert main.moments("cancel", roast) == [350]
    assert (main.state, roast.state, roast.life) == ("ok", "cancelled", (150, 400))


def test_waited_for(exactly: Seen) -> None:
    main, roast = exactly.one("main"), exactly.one("roast")
    soup = "asyncio.sleep(seconds)"
    if sys.version_info >= (3, 12):  # since then, wait_for awaits a coroutine in the same task
        assert main.times("wait", at=soup) == [(0, 100)]
        assert main.stacks("wait", at=soup) == [["cook", "main"]]
    else:
        assert exactly.one("cook('soup', 0.1)").times("wait", at=soup) == [(0, 100)]
        assert main.times("wait", at='cook("soup", 0.1)') == [(0, 100)]
    assert main.times("wait", at="asyncio.wait_for(slow, 0.25)") == [(100, 350)]
    assert roast.times("wait", at=soup) == [(100, 350)]
    assert (roast.state, roast.life, main.state) == ("cancelled", (100, 350), "ok")
    assert roast.is_made_by(main, 'name="roast"')


def test_shielded_oven(exactly: Seen) -> None:
    main, oven, guest = (exactly.one(it) for it in ("main", "oven", "guest"))
    assert (oven.state, oven.life) == ("ok", (0, 300))
    assert oven.times("wait", at="asyncio.sleep(0.3)") == [(0, 300)]
    assert (guest.state, guest.life) == ("cancelled", (0, 100))
    assert guest.times("wait", at="asyncio.shield(cake)") == [(0, 100)]
    assert main.moments("cancel", guest) == [100]
    assert main.times("wait", at="print(await cake)") == [(100, 300)]
    assert oven.moments("wake", main) == [300]


def test_as_each_is_ready(exactly: Seen) -> None:
    main = exactly.one("main")
    for dish, end in (("roast", 300), ("soup", 100), ("rice", 200)):
        order = exactly.one(f"cook('{dish}', {end / 1000})")
        assert order.is_made_by(main, "in asyncio.as_completed(orders)")
        assert (order.state, order.life) == ("ok", (0, end))
        assert order.moments("wake", main) == [end]
        assert exactly.printed(dish, at="print(dish)") == (end, main)
    waits = [(0, 100), (100, 200), (200, 300)]
    assert main.times("wait", at="dish = await next_ready") == waits


def test_interrupted_wait(exactly: Seen) -> None:
    main, pot = exactly.one("main"), exactly.one("pot")
    assert exactly.run.exit == -2
    assert (main.state, pot.state, exactly.main.state) == ("cancelled", "cancelled", "error")
    assert pot.times("wait", at="asyncio.sleep(5)") == [(0, 100)]
    assert main.times("wait", at="await pot") == [(0, 100)]
    assert "KeyboardInterrupt" in exactly.main.mark("error").text


def test_sudden_exit(exactly: Seen) -> None:
    main, simmer, fuse = (exactly.one(it) for it in ("main", "simmer", "fuse"))
    assert (exactly.run.exit, exactly.run.wall) == (4, 200_000)
    assert {it.state for it in (main, simmer, fuse)} == {"pending"}
    assert {it.life for it in (main, simmer, fuse)} == {(0, 200)}
    assert fuse.times("wait", at="asyncio.sleep(0.2)") == [(0, 200)]
    assert simmer.times("wait", at="asyncio.sleep(5)") == [(0, 200)]
    assert main.times("wait", at="asyncio.gather(") == [(0, 200)]
    assert not exactly.run.marks


@pytest.mark.skipif(sys.version_info < (3, 12), reason="asyncio has eager tasks since 3.12")
def test_eager_tasks(exactly: Seen) -> None:
    main, soup, bread = (exactly.one(it) for it in ("main", "soup", "bread"))
    assert (soup.lane.label, bread.lane.label) == ("order('soup', 0.1)", "order('bread', 0)")
    assert soup.is_made_by(main, 'name="soup"')
    assert bread.is_made_by(main, 'name="bread"')
    assert soup.times("block", at="time.sleep(0.05)") == [(0, 50)]
    assert soup.times("wait", at="asyncio.sleep(seconds)") == [(50, 150)]
    assert (soup.state, soup.life) == ("ok", (0, 150))
    assert bread.times("block", at="time.sleep(0.05)") == [(50, 100)]
    assert (bread.state, bread.life) == ("ok", (50, 100))
    assert main.times("block", at='name="soup"') == [(0, 50)]  # it stands still meanwhile
    assert main.times("block", at='name="bread"') == [(50, 100)]
    assert main.times("wait", at="asyncio.sleep(0.2)") == [(100, 300)]


def test_table_numbers(exactly: Seen) -> None:
    main = exactly.one("main")
    for number, dish in enumerate(("soup", "rice"), 1):
        serve = exactly.one(f"serve('{dish}')")
        assert serve.is_made_by(main, "context=context")
        assert serve.times("wait", at="asyncio.sleep(0.1 * table.get())") == [(0, 100 * number)]
        told = exactly.printed(f"{dish} for table {number}", at="for table {table.get()}")
        assert told == (100 * number, serve)


def test_courses_cut_short(exactly: Seen) -> None:
    main = exactly.one("main")
    assert main.times("wait", at="asyncio.sleep(0.1)") == [(0, 100), (300, 400), (650, 750)]
    assert main.times("wait", at="asyncio.sleep(0.2)") == [(100, 300), (400, 600)]
    assert main.times("wait", at="asyncio.sleep(0.05)") == [(600, 650)]
    assert [span.at[-1][1] for span in main.spans("wait", at="asyncio.sleep(0.05)")] == [
        line_of(exactly.run, "async with aclosing")
    ]
    assert main.stacks("wait", at="asyncio.sleep(0.1)") == [["courses", "main"]] * 3
    assert (main.state, main.life) == ("ok", (0, 750))
    assert exactly.run.wall == 800_000
    assert exactly.waits("asyncio.sleep(0.05)") == [(600, 650), (750, 800)]
    assert exactly.kinds().get("gen") is None


def test_two_evenings(exactly: Seen) -> None:
    first, second = exactly.all("loop")
    soup, rice = exactly.one("evening('soup', 0.1)"), exactly.one("evening('rice', 0.2)")
    assert (first.life, second.life) == ((0, 100), (150, 350))
    assert (first.lane.host, second.lane.host) == (0, 0)
    assert (soup.lane.host, rice.lane.host) == (first.place, second.place)
    assert soup.times("wait", at="asyncio.sleep(seconds)") == [(0, 100)]
    assert rice.times("wait", at="asyncio.sleep(seconds)") == [(150, 350)]
    assert exactly.main.times("block", at="time.sleep(0.05)") == [(100, 150)]


def test_one_loop_two_evenings(exactly: Seen) -> None:
    loop, soup, rice = (exactly.one(it) for it in ("loop", "Task-1", "Task-2"))
    assert (loop.life, loop.times("idle")) == ((0, 350), [(0, 100), (150, 350)])
    assert soup.times("wait", at="asyncio.sleep(seconds)") == [(0, 100)]
    assert rice.times("wait", at="asyncio.sleep(seconds)") == [(150, 350)]
    assert soup.is_made_by(exactly.main, 'evening("soup", 0.1)')
    assert rice.is_made_by(exactly.main, 'evening("rice", 0.2)')
    assert exactly.main.times("block", at="time.sleep(0.05)") == [(100, 150)]


# What tasks wait for together


def test_queue_of_orders(exactly: Seen) -> None:
    main, waiter, one, two = (exactly.one(it) for it in ("main", "waiter", "cook 1", "cook 2"))
    carried = [(0, 50), (50, 100), (100, 150), (150, 200), (200, 250)]
    assert waiter.times("wait", at="asyncio.sleep(0.05)") == carried
    assert waiter.times("wait", at="hatch.put(number)") == [(250, 320)]
    assert waiter.times("wait", at="hatch.join()") == [(320, 860)]
    assert one.times("wait", at="hatch.get()") == [(0, 50)]
    assert one.times("wait", at="asyncio.sleep(0.27)") == [(50, 320), (320, 590), (590, 860)]
    assert two.times("wait", at="hatch.get()") == [(0, 100), (640, 860)]
    assert two.times("wait", at="asyncio.sleep(0.27)") == [(100, 370), (370, 640)]
    assert (one.state, two.state, waiter.state) == ("cancelled", "cancelled", "ok")
    assert waiter.moments("wake", one) == [50]
    assert one.moments("wake", waiter) == [320, 860]
    assert main.moments("cancel", two) == [860]
    assert main.times("wait", at='name="waiter"') == [(0, 860)]
    assert {it.on for it in two.spans("wait", at="hatch.get()")} == {"Queue.get"}


def test_oven_for_three(exactly: Seen) -> None:
    main, cakes = exactly.one("main"), exactly.all("bake")
    assert len(cakes) == 10
    for number, cake in enumerate(cakes):
        start = 100 * (number // 3)
        queued = cake.times("wait", at="async with oven")
        assert queued == ([(0, start)] if start else [])
        assert cake.times("wait", at="asyncio.sleep(0.1)") == [(start, start + 100)]
        assert cake.life == (0, start + 100)
    assert cakes[0].moments("wake", cakes[3]) == [100]
    assert main.times("wait", at="asyncio.gather(") == [(0, 400)]


def test_condition_of_the_pot(exactly: Seen) -> None:
    main, one, two, three = (exactly.one(it) for it in ("main", "guest 1", "guest 2", "guest 3"))
    for guest, start in ((one, 100), (two, 150), (three, 300)):
        assert guest.total("wait", at="pot.wait_for(") == start
        assert guest.times("wait", at="asyncio.sleep(0.05)") == [(start, start + 50)]
        assert (guest.state, guest.life) == ("ok", (0, start + 50))
    assert main.moments("wake", one) == [100]
    assert main.moments("wake", three)[-1] == 300
    assert main.times("wait", at="as table") == [(300, 350)]


def test_bell_of_the_kitchen(exactly: Seen) -> None:
    cook = exactly.one("cook")
    for name, end in (("first waiter", 250), ("second waiter", 350)):
        waiter = exactly.one(name)
        assert waiter.times("wait", at="bell.wait()") == [(0, 150)]
        assert {it.on for it in waiter.spans("wait", at="bell.wait()")} == {"Event.wait"}
        assert waiter.times("wait", at="asyncio.sleep(seconds)") == [(150, end)]
        assert cook.moments("wake", waiter) == [150]


def test_barrier_of_plates(exactly: Seen) -> None:
    steak = exactly.one("steak")
    for name, start in (("soup", 100), ("rice", 200), ("steak", 300)):
        plate = exactly.one(name)
        assert plate.times("wait", at="asyncio.sleep(seconds)") == [(0, start)]
        assert plate.total("wait", at="barrier.wait()") == 300 - start
        assert plate.times("wait", at="asyncio.sleep(0.1)") == [(300, 400)]
        assert name == "steak" or 300 in steak.moments("wake", plate)


# Very many


def test_thousand_orders(exactly: Seen) -> None:
    main, orders = exactly.one("main"), exactly.all("order")
    assert (len(orders), exactly.run.truncated) == (1000, False)
    for number, order in enumerate(orders):
        end = 100 + 50 * (number % 3)
        assert order.lane.label == f"order({number})"
        assert order.times("wait", at="asyncio.sleep(") == [(0, end)]
        assert (order.state, order.life, order.lane.parent) == ("ok", (0, end), main.place)
    assert main.times("wait", at="asyncio.gather(") == [(0, 200)]


def test_fifty_thousand_steps(exactly: Seen) -> None:
    pot, main = exactly.one("pot"), exactly.one("main")
    assert exactly.run.truncated
    assert pot.times("wait") == [(0, 100), (100, 250)]
    assert (pot.life, pot.state) == ((0, 250), "ok")
    assert main.times("wait", at="await pot") == [(0, 250)]
    assert len(exactly.run.spans) < 5_000


def test_fifty_thousand_steps_in_real_time(runs: Runs) -> None:
    seen = Seen(runs.real(path_of("fifty_thousand_steps")))
    pot, loop = seen.one("pot"), seen.loop
    begun, done = (
        pot.times("wait", at=line)[0][place]
        for place, line in ((1, "asyncio.sleep(0.1)"), (0, "asyncio.sleep(0.15)"))
    )
    stirring = [it for it in pot.spans("run") if begun <= it.t0 / 1000 and it.t1 / 1000 <= done]
    assert seen.run.truncated
    assert sum(span.steps for span in stirring) >= 50_000
    assert sum(span.t1 - span.t0 for span in stirring) / 1000 >= (done - begun) / 4
    assert loop.total("run") >= (done - begun) / 4
    waits = [t1 - t0 for t0, t1 in pot.times("wait") if begun <= t0 and t1 <= done]
    assert max(waits) < (done - begun) / 2
    assert pot.life[1] >= done + 150 * MOST


# Threads


def test_jobs_in_threads(really: Seen) -> None:
    main = really.one("main")
    chopper, sleeper = really.one("asyncio_0"), really.one("asyncio_1")
    assert really.kinds() == {"thread": 3, "loop": 1, "task": 4}
    assert chopper.total("block", at="time.sleep(0.3)") >= 300 * MOST
    assert ["chop"] in chopper.stacks("block")
    assert "chop('salad')" in chopper.labels()
    assert sleeper.total("block") >= 150 * MOST
    assert any(label.startswith("sleep") for label in sleeper.labels())
    first, second = really.all("to_thread")
    assert (chopper.lane.parent, sleeper.lane.parent) == (first.place, second.place)
    assert chopper.lane.line != line_of(really.run, "asyncio.run(main())")
    assert first.total("wait", "ready") >= 300 * MOST
    assert second.total("wait", "ready") >= 150 * MOST
    assert really.one("sleep").total("wait", "ready") >= 200 * MOST
    assert main.total("wait", "ready", at="asyncio.gather(") >= 300 * MOST
    assert chopper.overlaps(sleeper)
    assert really.loop.total("idle") > really.loop.total("run")


def test_helper_of_the_loop(really: Seen) -> None:
    main, sink = really.one("main"), really.one("sink_0")
    assert really.kinds() == {"thread": 2, "loop": 1, "task": 1}
    assert sink.is_made_by(main, "run_in_executor(sink, wash, 3)")
    assert sink.labels() == ["wash(3)", "wash(4)"]
    (_, _, start, end), (_, _, then, last) = sink.calls()
    assert end - start >= 150 * MOST
    assert end <= then
    assert last - then >= 150 * MOST
    assert sink.total("block", at="time.sleep(0.15)") >= 300 * MOST
    assert main.total("wait", "ready", at="await first + await second") >= 300 * MOST
    assert [it.text for it in really.run.output] == ["7"]


def test_two_cooks_five_dishes(really: Seen) -> None:
    cooks = [really.one("cook_0"), really.one("cook_1")]
    assert really.kinds() == {"thread": 3}
    for cook in cooks:
        assert cook.is_made_by(really.main, "cooks.map(cook, range(5))")
        assert cook.total("block", at="time.sleep(0.1)") >= 200 * MOST
    assert sorted(cooks[0].labels() + cooks[1].labels()) == [f"cook({n})" for n in range(5)]
    assert really.main.total("block", at="cooks.map(cook, range(5))") >= 200 * MOST
    assert cooks[0].overlaps(cooks[1])


def test_kneading_beside_sleeping(really: Seen) -> None:
    kneads, rests = really.one("kneads"), really.one("rests")
    assert really.kinds() == {"thread": 3}
    assert kneads.is_made_by(really.main, "cook.start()")
    assert kneads.total("run") >= 150  # of the 300 that it has the processor, whatever else runs
    assert rests.total("block", at="time.sleep(seconds)") >= 300 * MOST
    assert rests.total("run") < kneads.total("run") / 2
    assert (kneads.labels()[:1], rests.labels()) == (["knead(0.3)"], ["rest(0.3)"])
    assert really.main.total("block", at="cook.join()") >= 300 * MOST


def test_one_knife(really: Seen) -> None:
    onion, leek = really.one("onion"), really.one("leek")
    assert onion.total("block", at="time.sleep(0.2)") >= 200 * MOST
    assert leek.total("block", at="with knife:") >= 100
    assert leek.total("block", at="time.sleep(0.2)") >= 200 * MOST
    (queued, *_), (cut, *_) = (
        leek.times("block", at=line) for line in ("with knife:", "time.sleep(0.2)")
    )
    assert queued[1] <= cut[0]
    assert (onion.state, leek.state) == ("ok", "ok")


def test_cook_who_fails(really: Seen) -> None:
    cook = really.one("cook")
    assert really.kinds() == {"thread": 2}
    assert cook.is_made_by(really.main, "thread.start()")
    assert (cook.state, really.main.state, really.run.exit) == ("error", "ok", 0)
    assert "soup is burnt" in cook.mark("error").text
    assert cook.total("block", at="time.sleep(0.1)") >= 100 * MOST
    assert cook.labels() == ["cook('soup')"]
    assert really.main.total("block", at="thread.join()") >= 100 * MOST


def test_two_kitchens(really: Seen) -> None:
    assert really.kinds() == {"thread": 3, "loop": 2, "task": 6}
    for name in ("north", "south"):
        thread, task = really.one(name), really.one(f"kitchen('{name}')")
        (loop,) = [it for it in really.all("loop") if it.lane.host == thread.place]
        assert thread.is_made_by(really.main, "thread.start()")
        assert (task.lane.host, task.lane.parent) == (loop.place, thread.place)
        for dish, seconds in (("soup", 0.2), ("rice", 0.3)):
            cook = really.one(f"cook('{name} {dish}', {seconds})")
            assert (cook.lane.host, cook.lane.parent) == (loop.place, task.place)
            lasted = cook.total("wait", "ready", at="asyncio.sleep(seconds)")
            assert lasted >= seconds * 1000 * MOST
        assert loop.total("idle") >= 300 * MOST
    first, second = really.all("loop")
    assert first.overlaps(second)
    assert really.main.total("block", at="thread.join()") >= 300 * MOST


def test_bell_from_a_thread(really: Seen) -> None:
    main, waiter, cook = really.one("main"), really.one("waiter"), really.one("cook('soup')")
    assert really.kinds() == {"thread": 2, "loop": 1, "task": 2}
    assert waiter.is_made_by(main, "threading.Thread(target=waiter")
    assert waiter.total("block", at="time.sleep(0.1)") >= 100 * MOST
    assert waiter.total("block", at="asyncio.run_coroutine_threadsafe(") >= 150 * MOST
    assert (cook.lane.host, cook.lane.parent) == (really.loop.place, waiter.place)
    assert cook.total("wait", "ready", at="asyncio.sleep(0.15)") >= 150 * MOST
    assert main.total("wait", "ready", at="bell.wait()") >= 250 * MOST
    assert len(waiter.moments("wake", main)) == 1
    assert really.printed("soup", at="print(dish)")[1] == waiter


# Other loops, which run in real time: Trio, AnyIO on both, uvloop


def test_nursery_of_cooks(really: Seen) -> None:
    main, chop, waiter, cook = (really.one(it) for it in ("main", "chop", "waiter", "cook"))
    soup, rice = really.one("order('soup', 0.1)"), really.one("order('rice', 0.25)")
    assert really.kinds() == {"thread": 1, "loop": 1, "task": 7}
    assert main.is_made_by(really.main, "trio.run(main)")
    for task, line in ((soup, "soup"), (rice, "rice"), (chop, "chop)"), (waiter, "waiter, bell")):
        assert task.is_made_by(main, f"nursery.start_soon({line}" if line[-1] == ")" else line)
    assert {it.state for it in really.all("task")} == {"ok"}
    assert (waiter.lane.name, soup.lane.name) == ("waiter", "")
    assert really.one("sleep(0.05)").lane.line is not None
    assert soup.total("wait", "ready", at="trio.sleep(seconds)") >= 100 * MOST
    assert chop.total("block", at="time.sleep(0.2)") >= 200 * MOST
    [(since, until)] = chop.times("block")
    ready, on = max(rice.times("ready"), key=lambda times: times[1] - times[0])
    assert since < ready < until <= on, "its timer rings while another has the loop"
    assert really.loop.total("run") >= 200 * MOST
    assert really.loop.total("idle") >= 200 * MOST
    assert [span.on for span in waiter.spans("wait")] == [
        "Event.wait",
        "MemoryReceiveChannel.receive",
    ]
    assert [span.on for span in main.spans("wait")] == ["sleep", "NurseryManager.__aexit__"]
    assert main.spans("wait", at="trio.open_nursery()")
    assert len(main.moments("wake", waiter)) == len(cook.moments("wake", waiter)) == 1
    assert len(really.loop.moments("wake", soup)) == 1
    assert not really.loop.moments("cancel", soup), "that is how Trio itself ends a sleep"
    assert really.printed("soup", at="print(dish)")[1] == soup


def test_nursery_fails(really: Seen) -> None:
    main, platter = really.one("main"), really.one("platter")
    soup, steak, ham, eggs = (
        really.one(f"order({it})")
        for it in (
            "'soup', 0.1, False",
            "'steak', 0.2, True",
            "'ham', 0.5, False",
            "'eggs', 0.6, False",
        )
    )
    states = [it.state for it in (soup, steak, ham, eggs, platter)]
    assert states == ["ok", "error", "cancelled", "cancelled", "cancelled"]
    assert "steak is burnt" in steak.mark("error").text
    assert [len(steak.moments("cancel", it)) for it in (soup, ham, eggs)] == [0, 1, 1]
    assert ham.total("wait", "ready", at="trio.sleep(seconds)") >= 200 * MOST
    assert main.life[1] >= max(it.life[1] for it in (steak, ham, eggs, platter))
    assert (main.state, really.main.state, really.run.exit) == ("error", "error", 1)
    assert "ExceptionGroup" in main.mark("error").text


def test_scopes_of_trio(really: Seen) -> None:
    main, bake, oven = (really.one(it) for it in ("main", "bake", "oven"))
    assert (main.state, bake.state, oven.state) == ("ok", "cancelled", "cancelled")
    assert len(really.loop.moments("cancel", main)) == 2
    assert len(main.moments("cancel", bake)) == len(main.moments("cancel", oven)) == 1
    assert len(oven.moments("wake", main)) == 1
    assert bake.total("wait", "ready", at="cleans the oven") >= 100 * MOST
    assert [it.text for it in really.run.output] == ["too slow", "hot", "closed"]


def test_threads_of_trio(really: Seen) -> None:
    main, thread = really.one("main"), really.one("Trio thread 0")
    assert really.kinds() == {"thread": 2, "loop": 1, "task": 2}
    assert thread.is_made_by(main, "trio.to_thread.run_sync(wash, 3)")
    assert thread.labels() == ["wash(3)"]
    assert thread.total("block", at="time.sleep(0.15)") >= 150 * MOST
    assert thread.total("block", at="trio.from_thread.run(dry, plates)") >= 100 * MOST
    assert ["dry", "main"] in main.stacks("wait")
    assert len(thread.moments("wake", main)) == 2
    assert really.loop.total("idle") >= 200 * MOST


def test_kitchen_of_anyio(really: Seen) -> None:
    assert really.kinds() == {"thread": 3, "loop": 2, "task": 8}
    for loop, main in zip(really.all("loop"), really.all("main"), strict=True):
        assert main.is_made_by(really.main, "anyio.run(main, backend, backend=backend)")
        assert main.lane.host == loop.place
        [thread] = [it for it in really.all("thread") if it.lane.parent == main.place]
        assert thread.is_made_by(main, "anyio.to_thread.run_sync(wash, loop)")
        assert thread.total("block", at="time.sleep(0.1)") >= 100 * MOST
        assert len(thread.moments("wake", main)) == 1
        assert len(loop.moments("cancel", main)) == 1
        assert main.state == "ok"
        [name] = [label[6:-2] for label in thread.labels()]
        soup, steak, cake = (
            really.one(f"order('{it} of {name}', {seconds})")
            for it, seconds in (("soup", 0.1), ("steak", 0.2), ("cake", 1))
        )
        assert [it.state for it in (soup, steak, cake)] == ["ok", "error", "cancelled"]
        for task, dish in ((soup, "soup"), (steak, "steak"), (cake, "cake")):
            assert task.is_made_by(main, f'f"{dish} of')
            assert (task.lane.name, task.lane.host) == ("", loop.place)
            assert {span.on for span in task.spans("wait")} == {"sleep"}
        assert len(steak.moments("cancel", cake)) == 1
        waits = [span.on for span in main.spans("wait")]
        assert list(dict.fromkeys(waits)) == ["run_sync", "sleep", "TaskGroup.__aexit__"]


def test_loop_of_uvloop(really: Seen) -> None:
    main, soup, chop = really.one("main"), really.one("soup"), really.one("chop")
    steak, cake = really.one("order('steak', 0.3)"), really.one("order('cake', 1)")
    assert really.kinds() == {"thread": 2, "loop": 1, "task": 5}
    assert main.is_made_by(really.main, "uvloop.run(main())")
    assert soup.is_made_by(main, 'order("soup", 0.05)')
    states = [it.state for it in (main, soup, chop, steak, cake)]
    assert states == ["ok", "ok", "ok", "error", "cancelled"]
    assert "burnt" in steak.mark("error").text
    assert soup.total("wait", at="asyncio.sleep(seconds)") >= 50 * MOST
    assert chop.total("block", at="time.sleep(0.1)") >= 100 * MOST
    assert really.loop.total("run") >= 100 * MOST
    assert really.loop.total("idle") >= 200 * MOST
    assert really.main.total("block") < 0.2 * really.loop.total("idle"), "its loop is idle then"


# Processes


def test_two_processes(really: Seen) -> None:
    main, cooks = really.one("main"), really.all("process")
    assert really.kinds() == {"thread": 1, "loop": 1, "task": 1, "process": 2}
    assert sum(cook.labels().count("knead(2000000)") for cook in cooks) == 2
    for cook in cooks:
        assert (cook.lane.parent, cook.state) == (main.place, "ok")
        assert cook.total("run") >= sum(t1 - t0 for _, _, t0, t1 in cook.calls()) / 4
    assert all(["knead"] in cook.stacks("run") for cook in cooks if cook.calls())
    assert main.total("wait", "ready", at="asyncio.gather(*jobs)") > 0


def check_cooks(really: Seen) -> None:
    """Both ways of starting a process show the same."""
    chopper, stove = really.one("chopper"), really.one("stove")
    assert really.kinds() == {"thread": 1, "process": 2, "loop": 1, "task": 1}
    for process in (chopper, stove):
        assert process.is_made_by(really.main, "cook.start()")
        assert (process.lane.kind, process.lane.host, process.state) == ("process", None, "ok")
    assert chopper.total("block", at="time.sleep(0.2)") >= 200 * MOST
    assert "chop('salad')" in chopper.labels()
    t, who = really.printed("salad: chopped", at='print(f"{dish}: chopped", flush=True)')
    assert who == chopper
    assert chopper.times("block", at="time.sleep(0.2)")[0][1] <= t <= chopper.life[1]
    boil = really.one("boil('soup')")
    assert (really.loop.lane.host, boil.lane.host) == (stove.place, really.loop.place)
    assert boil.is_made_by(stove, 'asyncio.run(boil("soup"))')
    assert boil.total("wait", "ready", at="asyncio.sleep(0.3)") >= 300 * MOST
    assert boil.state == "ok"
    assert chopper.overlaps(stove)
    assert really.main.total("block", at="cook.join()") >= 200 * MOST


def test_cooks_by_fork(really: Seen) -> None:
    check_cooks(really)


def test_cooks_by_spawn(really: Seen) -> None:
    check_cooks(really)


def test_killed_helper(really: Seen) -> None:
    helper = really.one("helper")
    assert really.kinds() == {"thread": 1, "process": 1}
    assert helper.is_made_by(really.main, "helper.start()")
    assert helper.state == "error"
    assert "9" in helper.mark("error").text or "SIGKILL" in helper.mark("error").text
    (*_, asleep) = helper.times("block", at="time.sleep(seconds)")
    assert asleep[1] - asleep[0] >= 300 * MOST
    assert asleep[1] == helper.life[1] < 20_000
    assert really.main.times("block", at="time.sleep(0.3)")[0][1] <= helper.life[1]


def test_helpers_in_turn(really: Seen) -> None:
    main = really.main
    peel, soak = really.all("process")
    assert really.kinds() == {"thread": 1, "process": 2}
    assert peel.lane.name.startswith("python")
    assert soak.lane.name.startswith("sleep")
    assert peel.is_made_by(main, "subprocess.run([sys.executable")
    assert soak.is_made_by(main, 'subprocess.run(["sleep"')
    assert (peel.state, soak.state) == ("ok", "ok")
    assert peel.life[1] - peel.life[0] >= 200 * MOST
    assert soak.life[1] - soak.life[0] >= 300 * MOST
    assert peel.life[1] <= soak.life[0]
    assert main.total("block", at="subprocess.run([sys.executable") >= 200
    assert main.total("block", at='subprocess.run(["sleep"') >= 300
    assert main.labels() == ["peel()", "soak('0.3')"]
    assert next(it.lane for it in really.run.output if it.text == "peeling") == peel.place


def test_helpers_of_the_loop(really: Seen) -> None:
    peeler, soaker = really.one("peel"), really.one("soak")
    peel, soak = (
        next(it for it in really.all("process") if it.lane.name.startswith(word))
        for word in ("python", "sleep")
    )
    assert really.kinds()["process"] == 2
    assert peel.is_made_by(peeler, "sys.executable, ")
    assert soak.is_made_by(soaker, '"sleep", "0.3"')
    assert (peel.state, soak.state) == ("error", "ok")
    assert "3" in peel.mark("error").text
    assert peel.life[1] - peel.life[0] >= 200 * MOST
    assert soak.life[1] - soak.life[0] >= 300 * MOST
    assert peel.overlaps(soak)
    assert peeler.total("wait", "ready", at="print(await child.wait())") >= 200 * MOST
    assert soaker.total("wait", "ready", at="return await child.wait()") >= 300 * MOST
    assert really.loop.total("idle") > really.loop.total("run")


def test_asked_of_the_system(really: Seen) -> None:
    assert really.kinds() == {"thread": 1, "process": 1}, "not the one that platform starts"
    assert really.one("process").lane.name.startswith("sleep")


def test_forked_by_hand(really: Seen) -> None:
    main, child = really.main, really.one("process")
    assert really.kinds() == {"thread": 1, "process": 1}
    assert child.is_made_by(main, "child = os.fork()")
    for who, dish in ((main, "rice"), (child, "soup")):
        assert who.total("block", at="time.sleep(0.2)") >= 200 * MOST
        assert f"cook('{dish}')" in who.labels()
        assert really.printed(f"{dish}: ready", at="print(f")[1] == who
    assert child.life[0] < main.times("block", at="time.sleep(0.2)")[0][1]


def test_pool_of_washers(really: Seen) -> None:
    main, washers = really.main, really.all("process")
    assert really.kinds() == {"thread": 1, "process": 2}
    washed = sorted(label for washer in washers for label in washer.labels())
    assert washed == [f"wash({plate})" for plate in range(4)]
    for washer in washers:
        assert washer.is_made_by(main, 'get_context("fork").Pool(2)')
        assert washer.total("block", at="time.sleep(0.1)") >= 100 * MOST * len(washer.labels())
        assert all(end < washer.life[1] for _, end in washer.times("block", at="return plate"))
    assert main.total("block", at="washers.map(") >= 200 * MOST


# The network


def test_requests_then_aiohttp(really: Seen) -> None:
    main, fetches = really.main, really.all("fetch")
    assert main.total("block", "run", at="requests.get(URL") >= 3 * 200
    assert "in_turn()" in main.labels()
    assert len(fetches) == 3
    for fetch in fetches:
        assert fetch.total("wait", "ready", at="session.get(URL)") >= 200 * MOST
        assert fetch.is_made_by(really.one("at_once"), "asyncio.gather(")
        assert all(fetch.overlaps(other) for other in fetches)
    assert [it.state for it in fetches] == ["ok"] * 3
    in_turn = next(t1 - t0 for label, _, t0, t1 in main.calls() if label == "in_turn()")
    assert in_turn > really.one("at_once").life[1] - really.one("at_once").life[0]


def test_orders_by_tcp(really: Seen) -> None:
    main, guests, kitchens = really.one("main"), really.all("guest"), really.all("kitchen")
    assert really.kinds() == {"thread": 1, "loop": 1, "task": 5}
    for guest in guests:
        assert guest.is_made_by(main, "asyncio.gather(")
        assert guest.total("wait", "ready", at="asyncio.sleep(0.1)") >= 100 * MOST
        assert guest.total("wait", "ready", at="served = await reader.readline()") >= 200 * MOST
    for kitchen in kitchens:
        assert kitchen.lane.parent == really.loop.place
        assert kitchen.total("wait", "ready", at="dish = await reader.readline()") >= 100 * MOST
        assert kitchen.total("wait", "ready", at="asyncio.sleep(0.2)") >= 200 * MOST
    assert guests[0].overlaps(guests[1])
    assert kitchens[0].overlaps(kitchens[1])
    assert {it.state for it in (main, *guests, *kitchens)} == {"ok"}
