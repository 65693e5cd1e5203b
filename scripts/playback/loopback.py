"""Keeps a program on the loopback interface.

Declared host names lead to the stage's ports; every other host and every address beyond this
machine is refused, with an error that names it. Loaded inside the program's own process.
"""

from __future__ import annotations  # what only types need is not imported into the program

import socket
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LOCAL = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104  names, nothing is bound


def install(ports: dict[str, dict[str, int]], refused: Callable[[str], None]) -> None:
    """Send each declared host to loopback and refuse all others, for good.

    `ports` maps a host name to {declared port: port on 127.0.0.1}, the declared ports as
    strings, as JSON has them. `refused` is called with the name of each host refused.
    """
    look_up = socket.getaddrinfo

    def refuse(host: str) -> socket.gaierror:
        refused(host)
        return socket.gaierror(socket.EAI_NONAME, f"the stage has no host {host!r}")

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or name.startswith(LOCAL):
            return look_up(host, port, *args, **kwargs)
        number = {"https": "443", "http": "80"}.get(port, str(port))
        if number not in ports.get(name, {}):
            raise refuse(name if name not in ports else f"{name}:{number}")
        return look_up("127.0.0.1", ports[name][number], *args, **kwargs)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            if isinstance(address, tuple) and not str(address[0]).startswith(LOCAL):
                raise refuse(str(address[0]))
        elif event == "socket.gethostbyname" and not str(arguments[0]).startswith(LOCAL):
            raise refuse(str(arguments[0]))

    socket.getaddrinfo = getaddrinfo
    sys.addaudithook(audit)
