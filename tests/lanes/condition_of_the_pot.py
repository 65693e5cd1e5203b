"""Three guests wait until there is soup in the pot: a condition."""

import asyncio

plates = 0


async def guest(pot: asyncio.Condition) -> None:
    global plates
    async with pot:
        await pot.wait_for(lambda: plates > 0)
        plates -= 1
        await asyncio.sleep(0.05)


async def main() -> None:
    global plates
    pot = asyncio.Condition()
    async with asyncio.TaskGroup() as table:
        for number in (1, 2, 3):
            table.create_task(guest(pot), name=f"guest {number}")
        await asyncio.sleep(0.1)
        async with pot:
            plates = 2
            pot.notify_all()
        await asyncio.sleep(0.2)
        async with pot:
            plates = 1
            pot.notify()


asyncio.run(main())
