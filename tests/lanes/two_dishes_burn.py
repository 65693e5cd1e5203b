"""Two dishes burn at the same moment: an exception group, taken apart."""

import asyncio


async def cook(dish: str, seconds: float, trouble: type[Exception]) -> None:
    await asyncio.sleep(seconds)
    raise trouble(dish)


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cook("soup", 0.1, ValueError), name="soup")
            group.create_task(cook("rice", 0.1, OSError), name="rice")
            group.create_task(cook("roast", 0.2, TypeError), name="roast")
    except* ValueError as burnt:
        print("burnt:", *burnt.exceptions)
    except* OSError as spilt:
        await asyncio.sleep(0.05)
        print("spilt:", *spilt.exceptions)


asyncio.run(main())
