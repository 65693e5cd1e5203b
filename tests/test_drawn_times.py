"""What a timeline draws stands where the program itself says it happened.

Each program prints what its own stopwatch shows just before and just after something begins or
ends; the drawing of its run has to lie in between.
"""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from playback.run import Run
from playback.timeline import axis_total, draw, position
from programs import real, write

EXACT = 0.02  # percent of the width: places are written with two decimals


class Drawn:
    """A drawing, read back: where things are, in percent of its width."""

    def __init__(self, run: Run) -> None:
        self.root = ElementTree.fromstring(draw([run], "t"))
        self.total = axis_total([run])
        self.told = dict(line.text.rsplit(" ", 1) for line in run.output)

    def bars(self, lane: str, kind: str) -> list[tuple[float, float]]:
        """Where the bars of that class in a lane begin and end."""
        return [
            (percent(bar, "x"), percent(bar, "x") + percent(bar, "width"))
            for bar in self.lane(lane).iter("rect")
            if kind in (bar.get("class") or bar.get("fill") or "")
        ]

    def dots(self) -> list[float]:
        """Where lines were printed."""
        return [
            percent(dot, "cx") for dot in self.root.iter("circle") if dot.get("class") == "stdout"
        ]

    def lane(self, name: str) -> ElementTree.Element:
        """The group that draws a lane."""
        [group] = [
            group
            for group in self.root.iter("g")
            if (title := group.find("text/tspan")) is not None and title.text == name
        ]
        return group

    def at(self, what: str) -> float:
        """Where the program says that something happened."""
        return position(round(float(self.told[what]) * 1_000_000), self.total)


def percent(shape: ElementTree.Element, name: str) -> float:
    """An attribute of a shape, without its unit."""
    return float(shape.get(name, "").removesuffix("%"))


def in_order(*places: float) -> bool:
    """Whether places rise, as exactly as they are written down."""
    return all(one <= other + EXACT for one, other in pairwise(places))


STOPWATCH = """
        START = time.perf_counter()

        def tell(what):
            print(what, f"{time.perf_counter() - START:.6f}")
"""


def test_waits_are_drawn_from_when_a_task_suspends_to_when_it_goes_on(tmp_path: Path) -> None:
    program = f"""
        import asyncio
        import time
        {STOPWATCH}
        async def order(dish, seconds):
            tell(f"{{dish}} waits")
            await asyncio.sleep(seconds)
            tell(f"{{dish}} goes on")

        async def main():
            soup = asyncio.create_task(order("soup", 0.1), name="soup")
            rice = asyncio.create_task(order("rice", 0.25), name="rice")
            await asyncio.sleep(0)
            tell("both wait")
            await asyncio.sleep(0.4)

        asyncio.run(main())
        """
    drawn = Drawn(real(write(tmp_path, program)))
    [soup] = drawn.bars("soup", "wait")
    [rice] = drawn.bars("rice", "wait")
    assert in_order(drawn.at("soup waits"), soup[0], drawn.at("rice waits"), rice[0])
    assert in_order(rice[0], drawn.at("both wait"))
    assert in_order(position(100_000, drawn.total), soup[1], drawn.at("soup goes on"))
    assert in_order(position(250_000, drawn.total), rice[1], drawn.at("rice goes on"))
    assert in_order(drawn.at("soup goes on"), rice[1])


def test_blocks_are_drawn_from_before_the_call_to_after_it(tmp_path: Path) -> None:
    program = f"""
        import time
        {STOPWATCH}
        for dish in ("soup", "rice"):
            tell(f"{{dish}} on")
            time.sleep(0.15)
            tell(f"{{dish}} off")
        """
    drawn = Drawn(real(write(tmp_path, program)))
    soup, rice = drawn.bars("main thread", "block")
    assert in_order(drawn.at("soup on"), soup[0], soup[1], drawn.at("soup off"))
    assert in_order(drawn.at("soup off"), drawn.at("rice on"), rice[0], drawn.at("rice off"))
    for begins, ends in (soup, rice):
        assert ends - begins >= position(150_000, drawn.total) - position(0, drawn.total) - EXACT


def test_a_task_that_was_kept_waiting_is_drawn_ready_from_when_its_time_was_up(
    tmp_path: Path,
) -> None:
    program = f"""
        import asyncio
        import time
        {STOPWATCH}
        async def heartbeat():
            await asyncio.sleep(0.1)
            tell("beat")

        async def main():
            tell("due in 0.1")
            beat = asyncio.create_task(heartbeat(), name="heartbeat")
            await asyncio.sleep(0)
            tell("asleep")
            time.sleep(0.3)
            tell("free")
            await beat

        asyncio.run(main())
        """
    drawn = Drawn(real(write(tmp_path, program)))
    [ready] = drawn.bars("heartbeat", "ready")
    tenth = position(100_000, drawn.total) - position(0, drawn.total)
    assert in_order(drawn.at("due in 0.1") + tenth, ready[0], drawn.at("asleep") + tenth)
    assert in_order(drawn.at("free"), ready[1], drawn.at("beat"))
    [held] = drawn.bars("main()", "block")
    assert in_order(drawn.at("asleep"), held[0], drawn.at("asleep") + tenth)
    assert in_order(held[0] + 3 * tenth, held[1])


def test_a_line_is_drawn_when_it_was_printed(tmp_path: Path) -> None:
    program = f"""
        import time
        {STOPWATCH}
        for dish in ("soup", "rice", "tea"):
            tell(dish)
            time.sleep(0.1)
        tell("end")
        """
    drawn = Drawn(real(write(tmp_path, program)))
    told = [drawn.at(dish) for dish in ("soup", "rice", "tea", "end")]
    dots = drawn.dots()
    assert len(dots) == len(told)
    for place, dot, after in zip(told, dots, [*told[1:], 100.0], strict=True):
        assert in_order(place, dot, after)
