"""`office-booker-admin`: the composition root. Whatever may be expected to go wrong ends with a sentence, never with a traceback."""

from __future__ import annotations

import asyncio
import os
import sys
import time

from core import logs
from core.admin import arguments, commands, settings
from core.admin.commands import BadUse
from core.admin.console import Console
from core.admin.tools import Ending
from core.clock import SystemClock
from core.service import Busy
from core.settings import BadSettings
from core.store.port import Unavailable


def main() -> None:
    """Do what was typed and end with how it went."""
    call = arguments.parse(sys.argv[1:], os.environ)
    logs.configure()
    sys.exit(_do(call, Console(sys.stdout, sys.stderr, time.monotonic)))


def _do(call: arguments.Call, console: Console) -> Ending:
    try:
        return _carry_out(call, console)
    except BadSettings as bad:
        console.note(f"The settings can't be used:\n{bad}")
        return Ending.BAD_USE
    except BadUse as bad:
        console.note(str(bad))
        return Ending.BAD_USE
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("azure"):
            raise
        console.note("The settings name Azure Cosmos DB, whose client is not installed here: pip install office-booker[cosmos]")
        return Ending.BAD_USE
    except Busy:
        console.note("Others kept changing the same thing at the same time. Run this again: it goes on.")
    except Unavailable as error:
        console.note(f"The store can't be used now: {error}. Run this again: it goes on.")
    except BrokenPipeError:  # whoever read the results has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        console.note(f"{error.filename or 'A file'}: {error.strerror or error}. Run this again when that is put right.")
    except KeyboardInterrupt:
        console.note("Stopped. Run this again: it goes on.")
    return Ending.UNFINISHED


def _carry_out(call: arguments.Call, console: Console) -> Ending:
    clock = SystemClock()
    if isinstance(call.command, arguments.PassKey):
        return commands.make_pass_key(call.command.folder, clock, console)
    known = settings.read(call.settings, os.environ)
    if isinstance(call.command, arguments.CosmosCheck):
        return asyncio.run(commands.cosmos_check(known, clock, console))
    return asyncio.run(commands.on_store(call.command, known, clock, console))


if __name__ == "__main__":
    main()
