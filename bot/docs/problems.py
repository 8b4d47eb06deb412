"""The problems on the page: each with its own place, to which the `type` of every problem leads."""

from __future__ import annotations

from collections.abc import Mapping

from bot.api.problem_types import ProblemType
from bot.docs.markup import NOTHING, Markup, many, prose, tag
from bot.docs.samples import line


def problem_id(code: str) -> str:
    """Where on the page a problem is described."""
    return f"problem-{code}"


def code_link(code: str) -> Markup:
    """A code, leading to what it means."""
    return tag("a", tag("code", code), href=f"#{problem_id(code)}")


def problem_section(problem: ProblemType) -> Markup:
    """What a problem means, what to do about it, and how it is said."""
    statuses = many((tag("span", str(status.value), class_="status") for status in problem.statuses), " ")
    facts = tag("p", "Facts: ", tag("code", line(problem.facts)), class_="facts") if problem.facts else NOTHING
    return tag(
        "article",
        tag("h3", code_link(problem.code), " ", statuses),
        tag("p", prose(problem.meaning)),
        tag("p", tag("b", "What to do: "), prose(problem.remedy)),
        tag("blockquote", problem.detail),
        facts,
        id=problem_id(problem.code),
        class_="problem",
    )


def problem_sections(problems: Mapping[str, ProblemType]) -> Markup:
    """All of them by name, to be found again."""
    return many(problem_section(problem) for _, problem in sorted(problems.items()))
