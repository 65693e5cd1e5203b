"""Trio: what takes too long is given up, a clean-up is not, and an oven says when it is hot."""

import trio


async def bake() -> None:
    try:
        await trio.sleep(1)
    finally:
        with trio.CancelScope(shield=True):
            await trio.sleep(0.1)  # cleans the oven


async def oven(task_status: trio.TaskStatus[str]) -> None:
    await trio.sleep(0.1)
    task_status.started("hot")
    await trio.sleep(1)


async def main() -> None:
    with trio.move_on_after(0.1):
        await trio.sleep(1)
    try:
        with trio.fail_after(0.1):
            await trio.Event().wait()
    except trio.TooSlowError:
        print("too slow")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(bake)
        print(await nursery.start(oven))
        nursery.cancel_scope.cancel()
    print("closed")


trio.run(main)
