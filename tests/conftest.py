"""What all tests share: the Hypothesis profile and the public open data, where it is at hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

# A package of somebody's own that is installed here is no part of what is tested; interpreters inherit this.
os.environ["ITALCLEAN_NO_PLUGINS"] = "1"

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, settings

# Processes beside each other, each with as many threads as there are cores, only get in each other's way: a fourth of
# the time. Interpreters that tests start have all threads again, and so has `pytest -n0`.
if "PYTEST_XDIST_WORKER" in os.environ and "POLARS_MAX_THREADS" not in os.environ:
    os.environ["POLARS_MAX_THREADS"] = "1"
    pl.thread_pool_size()
    del os.environ["POLARS_MAX_THREADS"]

REPOSITORY = Path(__file__).resolve().parents[1]

# To shrink a failure of a property over whole runs takes minutes, so that is done where it is asked for.
SHRINKS = bool(os.environ.get("ITALCLEAN_SHRINK"))

settings.register_profile(
    "italclean",
    phases=[phase for phase in Phase if SHRINKS or phase not in (Phase.shrink, Phase.explain)],
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
settings.load_profile("italclean")


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def real() -> Callable[[str], pl.DataFrame]:
    """Read a file of public open data, or skip the test where the folder is absent."""
    folder = Path(os.environ.get("ITALCLEAN_REAL_DATA") or REPOSITORY.parent / "shared" / "real")

    def read(name: str) -> pl.DataFrame:
        path = folder / name
        if not path.is_file():
            pytest.skip(f"no public open data: {name}")
        return (
            pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, separator=";", infer_schema=False)
        )

    return read
