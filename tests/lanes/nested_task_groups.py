"""A menu of courses, each of which is a group of dishes."""

import asyncio


async def dish(name: str, seconds: float) -> None:
    await asyncio.sleep(seconds)


async def course(name: str) -> None:
    async with asyncio.TaskGroup() as dishes:
        dishes.create_task(dish(f"{name} of beans", 0.1))
        dishes.create_task(dish(f"{name} of peas", 0.2))
    await asyncio.sleep(0.05)


async def menu() -> None:
    async with asyncio.TaskGroup() as courses:
        courses.create_task(course("soup"), name="soup")
        await asyncio.sleep(0.1)
        courses.create_task(course("stew"), name="stew")


asyncio.run(menu())
