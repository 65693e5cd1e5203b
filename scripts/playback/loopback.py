"""Keeps a program on the loopback interface.

Declared host names lead to the stage's ports; every other host and every address beyond this
machine is refused, with an error that names it. Loaded inside the program's own process. What a
library connects in C is not seen: such are libpq and, by it, psycopg.
"""

from __future__ import annotations  # what only types need is not imported into the program

import functools
import socket
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LOCAL = ("localhost", "::1", "::", "0.0.0.0", "")  # noqa: S104  names, nothing is bound
LOOK_UPS = {
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.getnameinfo",
}
ADDRESSED = ("bind", "connect", "connect_ex", "sendmsg", "sendto")  # their last argument


def install(ports: dict[str, dict[str, int]], refused: Callable[[str], None]) -> None:
    """Send each declared host to loopback and refuse all others, for good.

    `ports` maps a host name to {declared port: port on 127.0.0.1}, the declared ports as
    strings, as JSON has them. `refused` is called with the name of each host refused.
    """
    look_up = socket.getaddrinfo
    by_port: dict[str, set[int]] = {}
    for leads in ports.values():
        for declared, actual in leads.items():
            by_port.setdefault(declared, set()).add(actual)
    # who looks a host up and keeps the address alone, as AnyIO, connects to the declared port there
    bare = {declared: actual.pop() for declared, actual in by_port.items() if len(actual) == 1}

    def allow(name: str) -> None:
        if name in LOCAL or (name.startswith("127.") and name.replace(".", "").isdigit()):
            return
        refused(name)
        raise socket.gaierror(socket.EAI_NONAME, f"the stage has no host {name!r}")

    def local(name: str, port: Any) -> tuple[str, int]:
        if not port:
            return "127.0.0.1", 0
        number = {"https": "443", "http": "80"}.get(_text(port), _text(port))
        if number not in ports[name]:
            allow(f"{name}:{number}")
        return "127.0.0.1", ports[name][number]

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = _text(host)
        if name in ports:
            host, port = local(name, port)
        else:
            allow(name)
        return look_up(host, port, *args, **kwargs)

    bind = socket.socket.bind

    def local_only(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(self: socket.socket, *arguments: Any) -> Any:
            match arguments:
                case *others, (host, int() as port, *_) as address:
                    name = _text(host)
                    if name in ports:
                        address = local(name, port)
                    elif name == "127.0.0.1" and str(port) in bare and method is not bind:
                        address = (name, bare[str(port)])
                    else:
                        allow(name)
                    arguments = (*others, address)
            try:
                return method(self, *arguments)
            except BaseException as error:
                error.__traceback__ = None  # or the program's own would have this line in it
                raise

        return call

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in LOOK_UPS:
            host = arguments[0]
            allow(_text(host[0] if isinstance(host, tuple) else host))

    socket.getaddrinfo = getaddrinfo
    for name in ADDRESSED:  # their audit events come only after they looked up the host
        setattr(socket.socket, name, local_only(getattr(socket.socket, name)))
    sys.addaudithook(audit)


def _text(part: object) -> str:
    """A host or port, of the many kinds that sockets take, as text."""
    if part is None:
        return ""
    return part.decode(errors="replace") if isinstance(part, bytes) else str(part)
