"""The whole API of the real application, called by its own document: schemathesis makes up calls, right ones and wrong ones.

Each operation and caller have a house of their own, and the clock stands still. Nothing is left to chance.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.core.failures import AcceptedNegativeData, CustomFailure, Failure, FailureGroup
from schemathesis.openapi.checks import (
    IgnoredAuth,
    JsonSchemaError,
    MissingHeaders,
    RejectedPositiveData,
    UndefinedContentType,
    UndefinedStatusCode,
)

from tests.bot.calling import ROLES, Caller, call, calling, compare, loaded, plain
from tests.bot.example_house import ExampleHouse

CALLS = 10
SEQUENCES, STEPS = 10, 8
DOCUMENT: Any = loaded(plain(), CALLS)
EDGES: Any = loaded(plain(), 0)
RUN = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Generator[ExampleHouse]:
    with ExampleHouse.made(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(params=[who for who in ROLES if who != "nobody"])
def caller(request: pytest.FixtureRequest, house: ExampleHouse) -> Generator[Caller]:
    with calling(house, request.param) as somebody:
        yield somebody
        # Who may call an address, and is refused whatever they send, proves nothing.
        assert somebody.granted or not somebody.may


@pytest.fixture
def nobody(house: ExampleHouse) -> Generator[Caller]:
    with calling(house, "nobody") as somebody:
        yield somebody
        assert bool(somebody.granted) is somebody.may


@DOCUMENT.parametrize()
def test_every_call_is_answered_as_the_document_says(case: Any, caller: Caller) -> None:
    compare(call(case, caller), case, caller)


@EDGES.parametrize()
def test_nobody_is_let_in_but_where_the_document_says_so(case: Any, nobody: Caller) -> None:
    compare(call(case, nobody), case, nobody)


def test_what_an_answer_gives_can_be_used_in_the_next_call(house: ExampleHouse) -> None:
    """What is made is read, changed and given back, as far as schemathesis sees how calls belong together."""
    machine: Any = DOCUMENT.as_state_machine()
    granted: set[str] = set()

    class Calls(machine):
        def setup(self) -> None:
            self.somebody = calling(house, "omar")
            self.caller = self.somebody.__enter__()

        def teardown(self) -> None:
            self.somebody.__exit__(None, None, None)

        def call(self, case: Any, **_: object) -> Any:
            answer = call(case, self.caller)
            granted.update([case.operation.label] if answer.status_code < HTTPStatus.BAD_REQUEST else [])
            return answer

        def validate_response(self, response: Any, case: Any, **_: object) -> None:
            compare(response, case, self.caller)

    run_state_machine_as_test(Calls, settings=settings(RUN, max_examples=SEQUENCES, stateful_step_count=STEPS))
    assert {"POST /api/bookings", "GET /api/bookings/{booking}/pass", "DELETE /api/bookings/{booking}"} <= granted


OFFICES, OFFICE, PEOPLE, ME, CONFIG = "/api/offices", "/api/offices/{office}", "/api/people", "/api/me", "/api/config"


def no_status(document: Any) -> None:
    del document["paths"][OFFICE]["get"]["responses"]["404"]


def no_code(document: Any) -> None:
    document["paths"][OFFICE]["get"]["responses"]["404"]["x-codes"] = ["no_such_booking"]


def another_type(document: Any) -> None:
    document["paths"][ME]["get"]["responses"]["200"]["content"] = {"text/html": {}}


def another_property(document: Any) -> None:
    document["components"]["schemas"]["MeView"]["required"].append("shoeSize")


def another_header(document: Any) -> None:
    document["paths"][OFFICE]["get"]["responses"]["200"]["headers"]["X-Shoe-Size"] = {"required": True, "schema": {"type": "integer"}}


def closer_limit(document: Any) -> None:
    document["paths"][PEOPLE]["get"]["parameters"] = [{"name": "query", "in": "query", "schema": {"type": "string", "maxLength": 1}}]


def wider_limit(document: Any) -> None:
    (limit,) = (one for one in document["paths"][OFFICES]["get"]["parameters"] if one["name"] == "limit")
    limit["schema"]["maximum"] = 1000


def closed_door(document: Any) -> None:
    document["paths"][CONFIG]["get"]["security"] = [{"entra": []}]


@pytest.mark.parametrize(
    ("path", "lie", "failure"),
    [
        (OFFICE, no_status, UndefinedStatusCode),
        (OFFICE, no_code, CustomFailure),
        (ME, another_type, UndefinedContentType),
        (ME, another_property, JsonSchemaError),
        (OFFICE, another_header, MissingHeaders),
        (PEOPLE, closer_limit, AcceptedNegativeData),
        (OFFICES, wider_limit, RejectedPositiveData),
        (CONFIG, closed_door, IgnoredAuth),
    ],
)
def test_control_a_document_that_lies_is_found_out(
    house: ExampleHouse, path: str, lie: Callable[[Any], None], failure: type[Failure]
) -> None:
    document = plain()
    lie(document)
    operation = loaded(document, CALLS)[path]["GET"]
    mode = GenerationMode.NEGATIVE if failure is AcceptedNegativeData else GenerationMode.POSITIVE
    with calling(house, "omar") as omar:

        @settings(RUN, max_examples=100)
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case: Any) -> None:
            compare(call(case, omar), case, omar)

        with pytest.raises(FailureGroup) as found:
            run()
    assert failure in {type(one) for one in found.value.exceptions}
