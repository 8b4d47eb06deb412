"""`python -m infra.local`: the local world until Ctrl-C or SIGTERM."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from infra.local.loopback import loopback_origin
from infra.local.run import LocalWorld

_PORT_MAX = 65535


def main() -> int:
    """Exit code 0 after an orderly end, 1 when a port is taken."""
    arguments = _arguments()
    try:
        asyncio.run(_serve(arguments))
    except OSError as error:
        print(f"The local world could not start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description="Entra, Outlook and Teams on this machine only.")
    parser.add_argument("--service", type=_origin, default="http://127.0.0.1:3978", help="where the product listens")
    parser.add_argument("--entra-port", type=_port, default=3979)
    parser.add_argument("--outlook-port", type=_port, default=3980)
    parser.add_argument("--teams-port", type=_port, default=3981)
    parser.add_argument("--entra-tls-port", type=_port, default=43979, help="the same Entra with TLS, which msal insists on")
    parser.add_argument("--data", type=Path, required=True, help="a folder for keys, certificates and calendars")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    _stop_on_signals(asyncio.get_running_loop(), stop)
    world = LocalWorld(
        data=arguments.data,
        service=arguments.service,
        entra_port=arguments.entra_port,
        entra_tls_port=arguments.entra_tls_port,
        outlook_port=arguments.outlook_port,
        teams_port=arguments.teams_port,
    )
    async with world:
        print(
            f"ready entra={world.entra.url} entra_tls={world.entra.tls_url} outlook={world.outlook.url} teams={world.teams.url}",
            flush=True,
        )
        await stop.wait()


def _stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Plain signal handlers, because Windows' event loop has none of its own; Ctrl-Break is Windows' polite way to end a process."""

    def ask_to_stop(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, ask_to_stop)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= _PORT_MAX:
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return port


def _origin(text: str) -> str:
    try:
        return loopback_origin(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
