"""What the index of the pitfalls says of a program that does not end: what Ctrl-C tells of it."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

PROGRAMS = {
    "blocks": "queue.Queue().get()",
    "swallows": """
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)
        """,
    "has a thread": "await asyncio.to_thread(time.sleep, 5)",
    "waits": "await asyncio.Queue().get()",
}


def frames(body: str, folder: Path) -> list[str]:
    """The functions in the traceback of a program whose main() is `body`, stopped by Ctrl-C."""
    source = "import asyncio, queue, time\nfrom contextlib import suppress\nasync def main():\n"
    source += (
        "    asyncio.get_running_loop().call_soon(print, 'ready')\n    await asyncio.sleep(0)\n"
    )
    lines = dedent(body).strip().splitlines()
    source += "".join(f"    {line}\n" for line in lines) + "asyncio.run(main())\n"
    program = folder / "program.py"
    program.write_text(source, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-u", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n"
        for _ in range(4):
            try:
                process.wait(0.5)
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
        process.kill()
        told = process.stderr.read()
    places = re.findall(r'File ".*?(\w+)\.py", line \d+, in (\S+)', told)
    return [f"{file}.{function}" for file, function in places]


@pytest.mark.parametrize("kind", PROGRAMS)
def test_ctrl_c_tells_why_a_program_does_not_end(kind: str, tmp_path: Path) -> None:
    told = frames(PROGRAMS[kind], tmp_path)
    under = told[: told.index("runners._on_sigint")] if "runners._on_sigint" in told else []
    step = under[len(under) - under[::-1].index("events._run") :] if "events._run" in under else []
    found = {
        "blocks": any(name.startswith("program.") for name in step),
        "swallows": under[-2:] == ["base_events._run_once", "selectors.select"],
        "has a thread": "runners.close" in told,
    }
    assert [name for name, holds in found.items() if holds] == ([kind] if kind != "waits" else [])
    assert "program.main" in told or kind == "swallows"
