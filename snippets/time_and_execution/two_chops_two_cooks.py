# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Two cooks, two boards: work overlaps when there is somebody to do it."""

from concurrent.futures import ProcessPoolExecutor


def chop(what: str) -> str:
    for _ in range(30_000_000):
        pass
    return f"{what}: done"


def main() -> None:
    with ProcessPoolExecutor(max_workers=2) as cooks:
        for report in cooks.map(chop, ["onions", "carrots"]):
            print(report)


if __name__ == "__main__":
    main()
