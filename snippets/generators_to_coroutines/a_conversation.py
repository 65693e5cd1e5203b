"""A generator that is told things, and has something to say at its end."""

from collections.abc import Generator


def make_soup() -> Generator[str, str, str]:
    spice = yield "which spice?"
    try:
        amount = yield f"how much {spice}?"
    except LookupError:
        amount = "no"
    return f"soup with {amount} {spice}"


def main() -> None:
    cooking = make_soup()
    print("cook:", next(cooking))
    print("cook:", cooking.send("pepper"))
    try:
        cooking.throw(LookupError("the mill is empty"))
    except StopIteration as end:
        print("cook:", end.value)


if __name__ == "__main__":
    main()
