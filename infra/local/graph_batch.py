"""$batch: up to twenty requests in one, four of them at a time, answered in no promised order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec

from infra.local.graph_call import Answer, Call
from infra.local.graph_error import GraphError, bad_request

ITEMS_MAX = 20
AT_ONCE = 4


class _Item(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: object = None
    depends_on: tuple[str, ...] = ()


class _Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    requests: list[_Item]


@dataclass(slots=True)
class GraphBatch:
    """Checks the whole first, then lets `answer` do each request, which must turn refusals into answers."""

    answer: Callable[[Call], Awaitable[Answer]]
    at_once: int = AT_ONCE

    async def run(self, body: object) -> Answer:
        """Raises GraphError if the batch itself is wrong."""
        try:
            items = msgspec.convert(body, _Batch).requests
        except msgspec.ValidationError as error:
            raise bad_request("BadRequest", f"Invalid batch payload format: {error}.") from error
        _check(items)
        gate = asyncio.Semaphore(self.at_once)
        done: dict[str, asyncio.Future[int]] = {item.id: asyncio.get_running_loop().create_future() for item in items}

        async def one(item: _Item) -> dict[str, object]:
            try:
                failed = [name for name in item.depends_on if await done[name] >= 400]  # noqa: PLR2004
                async with gate:
                    answer = _failed_dependency() if failed else await self.answer(_call(item))
            except BaseException:
                done[item.id].cancel()
                raise
            done[item.id].set_result(answer.status)
            return _response(item.id, answer)

        try:
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(one(item)) for item in items]
        except BaseExceptionGroup as group:
            # One cut connection ends them all; the caller wants to see that, not the group around it.
            raise group.exceptions[0] from group
        # The order of the answers is not the order of the requests; a caller who relies on it must notice.
        return Answer(200, {"responses": [task.result() for task in reversed(running)]})


def _check(items: Sequence[_Item]) -> None:
    if not items:
        raise bad_request("BadRequest", "The batch request has no requests.")
    if len(items) > ITEMS_MAX:
        raise bad_request("BadRequest", f"Number of batch request steps exceeds the maximum value of {ITEMS_MAX}.")
    seen: set[str] = set()
    for item in items:
        if not item.id or item.id.lower() in seen:
            raise bad_request("BadRequest", f"Duplicate or empty request id '{item.id}' found in batch request.")
        if not item.url.startswith("/") or item.url.startswith("//") or "$batch" in item.url:
            raise bad_request("BadRequest", f"Invalid batch request url '{item.url}': it must be relative, such as /users.")
        if item.body is not None and "content-type" not in {name.lower() for name in item.headers}:
            raise bad_request("BadRequest", f"Write request id : {item.id} does not contain Content-Type header or body.")
        if not all(name.lower() in seen and name in {other.id for other in items} for name in item.depends_on):
            raise bad_request("BadRequest", f"Request id '{item.id}' depends on one that does not stand before it.")
        seen.add(item.id.lower())


def _call(item: _Item) -> Call:
    return Call.of(item.method, item.url, item.headers, item.body)


def _failed_dependency() -> Answer:
    error = GraphError(424, "FailedDependency", "Failed dependency.")
    return Answer(error.status, {"error": {"code": error.code, "message": error.message}})


def _response(item_id: str, answer: Answer) -> dict[str, object]:
    if answer.body is None:
        return {"id": item_id, "status": answer.status, "headers": dict(answer.headers)}
    headers = {"Content-Type": "application/json", **answer.headers}
    return {"id": item_id, "status": answer.status, "headers": headers, "body": answer.body}
