"""
trackio's SQLite store, filled with as many runs and points as Layerlab's and asked the same; a line of JSON with seconds.
A store that the folder has already is asked as it is.
"""

import json
import os
import sqlite3
import sys

runs, points, long_points = (int(argument) for argument in sys.argv[1:4])
os.environ["TRACKIO_DIR"] = f"{sys.argv[4]}/trackio"

import trackio
from trackio.sqlite_storage import SQLiteStorage

from timing import seconds

project = "bench"
filled = f"{sys.argv[4]}/trackio.json"


def fill():
    """Its own tables, and rows as its `bulk_log` writes them: that takes a lock and a transaction for each run."""
    with sqlite3.connect(SQLiteStorage.init_db(project)) as connection:
        for index in range(runs):
            now = f"2026-01-01T00:00:00.{index:06}+00:00"
            rows = (
                (f"id{index}", now, f"run {index}", step, json.dumps({"loss": 1 / (step + 1)}))
                for step in range(long_points if index == 0 else points)
            )
            connection.executemany(
                "INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?, ?)", rows
            )


if not os.path.exists(filled):
    fill()
    with open(filled, "w") as file:
        file.write("{}")


def curve():
    found = SQLiteStorage.get_metric_values(project, "run 0", "loss", run_id="id0")
    if len(found) != long_points:
        raise SystemExit("it does not know the points")


if len(trackio.Api().runs(project)) != runs:
    raise SystemExit("it does not know the runs")

if sys.argv[5:] == ["fill"]:
    sys.exit()

print(
    json.dumps(
        {
            "version": trackio.__version__,
            "listAll": seconds(lambda: len(trackio.Api().runs(project))),
            "curve": seconds(curve),
        }
    )
)
