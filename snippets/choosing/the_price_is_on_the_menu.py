"""A bill, whose prices stand on the menu."""

PRICES = {"soup": 4, "fish": 13}


def price(dish: str) -> int:
    return PRICES[dish]


def total(dishes: list[str]) -> int:
    return sum(price(dish) for dish in dishes)


def bill(guest: str, dishes: list[str]) -> str:
    return f"{guest} pays {total(dishes)}"


def main() -> None:
    print(bill("Ana", ["soup", "fish"]))


if __name__ == "__main__":
    main()
