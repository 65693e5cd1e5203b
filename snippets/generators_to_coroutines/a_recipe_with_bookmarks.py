"""A function that stops in its middle, and is taken up again."""

from collections.abc import Iterator


def boil_pasta() -> Iterator[str]:
    salt = "a spoon of salt"
    print("cook: fills the pot")
    yield "the water has to boil"
    print(f"cook: adds pasta and {salt}")
    yield "the pasta has to soften"
    print("cook: drains it")


def main() -> None:
    cooking = boil_pasta()
    print(f"a {type(cooking).__name__}, and nothing is cooked")
    print("book:", next(cooking))
    print("book:", next(cooking))
    try:
        next(cooking)
    except StopIteration:
        print("book: the end")


if __name__ == "__main__":
    main()
