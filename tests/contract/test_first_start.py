"""Two processes that start at once on a file that is not there yet: both must open it."""

from __future__ import annotations

import sys
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from core.store.sqlite_file import prepare_file

FILES = 40


def opens_all(folder: str, barrier: Barrier) -> None:
    for number in range(FILES):
        barrier.wait(30)
        prepare_file(Path(folder) / f"{number}.db")
    sys.exit(0)


def test_two_processes_that_start_at_once_on_a_new_file_both_open_it(tmp_path: Path) -> None:
    context = get_context("spawn")
    barrier = context.Barrier(2)
    processes = [context.Process(target=opens_all, args=(str(tmp_path), barrier)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)
    assert [process.exitcode for process in processes] == [0, 0]
