"""Client of sandkeepd, the daemon that owns the sandboxes of agents on one machine.

>>> import sandkeep
>>> with sandkeep.Client() as client, client.acquire(session="s1") as box:  # doctest: +SKIP
...     print(box.run("echo hello").text)
hello

``Client`` is for threads, ``AsyncClient`` for asyncio; both have the same methods. What the daemon tells of is in
``sandkeep.messages``, each error in ``sandkeep.errors``.
"""

from . import errors, messages
from ._async.client import AsyncClient
from ._async.command import AsyncCommand
from ._async.events import AsyncEventWatch
from ._async.files import AsyncFiles
from ._async.keeper import AsyncKeeper
from ._async.sandbox import AsyncSandbox
from ._error import CommandFailed, DaemonUnreachable, SandkeepError
from ._results import CommandResult, ExitStatus, OutputPiece
from ._socket_path import default_socket_path
from ._sync.client import Client
from ._sync.command import Command
from ._sync.events import EventWatch
from ._sync.files import Files
from ._sync.keeper import Keeper
from ._sync.sandbox import Sandbox

__all__ = [
    "AsyncClient",
    "AsyncCommand",
    "AsyncEventWatch",
    "AsyncFiles",
    "AsyncKeeper",
    "AsyncSandbox",
    "Client",
    "Command",
    "CommandFailed",
    "CommandResult",
    "DaemonUnreachable",
    "EventWatch",
    "ExitStatus",
    "Files",
    "Keeper",
    "OutputPiece",
    "Sandbox",
    "SandkeepError",
    "default_socket_path",
    "errors",
    "messages",
]
