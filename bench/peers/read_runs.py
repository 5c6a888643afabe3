"""
MLflow's SQLite store, filled with as many runs and points as Layerlab's and asked the same; a line of JSON with seconds.
A store that the folder has already is asked as it is.
"""

import json
import os
import sys
import time
import uuid

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from sqlalchemy import MetaData, create_engine

from timing import seconds

runs, points, long_points = (int(argument) for argument in sys.argv[1:4])
folder = sys.argv[4]

address = f"sqlite:///{folder}/mlflow.db"
filled = f"{folder}/mlflow.json"
client = MlflowClient(tracking_uri=address)
learning_rates = ["0.1", "0.01", "0.001"]


def accuracy(index):
    return ((index * 7919) % 10007) / 10007


def fill():
    """The experiment and the run with the long curve."""
    experiment = client.create_experiment("bench")
    now = int(time.time() * 1000)
    # Its own calls take an hour for what is not measured here: the rows of one run that it writes are written again for all.
    first = client.create_run(experiment, start_time=now, run_name="run 0").info.run_id
    client.log_batch(
        first,
        metrics=[Metric("validation_accuracy", accuracy(0), now, 1)],
        params=[Param("learningRate", "0.1"), Param("seed", "0")],
    )
    client.set_terminated(first)
    identifiers = [first] + [uuid.uuid4().hex for _ in range(runs - 1)]

    def row_of(row, index):
        """A row of the first run as another one has it."""
        changed = {**row, "run_uuid": identifiers[index]}
        if row.get("key") == "learningRate":
            changed["value"] = learning_rates[index % 3]
        elif row.get("key") == "seed":
            changed["value"] = str(index)
        elif row.get("key") == "validation_accuracy":
            changed["value"] = accuracy(index)
        elif "start_time" in row:
            changed.update(name=f"run {index}", start_time=now + index)
        return changed

    engine = create_engine(address)
    tables = MetaData()
    tables.reflect(engine, only=["runs", "params", "metrics", "latest_metrics", "tags"])
    with engine.begin() as connection:
        for table in ["runs", "params", "metrics", "latest_metrics", "tags"]:
            found = connection.execute(tables.tables[table].select()).mappings().all()
            rows = [row_of(dict(row), index) for index in range(1, runs) for row in found]
            if rows:
                connection.execute(tables.tables[table].insert(), rows)
        for index, identifier in enumerate(identifiers):
            rows = [
                ("loss", 1 / (step + 1), now + step, identifier, step, False)
                for step in range(long_points if index == 0 else points)
            ]
            connection.exec_driver_sql(
                "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)", rows
            )
    return {"experiment": experiment, "long": first}


if os.path.exists(filled):
    with open(filled) as file:
        store = json.load(file)
else:
    store = fill()
    with open(filled, "w") as file:
        json.dump(store, file)
experiment = store["experiment"]


def search(**options):
    return client.search_runs([experiment], **options)


if len(search(max_results=100)) != min(100, runs):
    raise SystemExit("it does not know the runs")

if sys.argv[5:] == ["fill"]:
    sys.exit()

print(
    json.dumps(
        {
            "version": mlflow.__version__,
            "list": seconds(lambda: search(max_results=100)),
            "listAll": seconds(lambda: search(max_results=50000)),
            "sort": seconds(lambda: search(max_results=100, order_by=["metrics.validation_accuracy DESC"])),
            "filter": seconds(
                lambda: search(
                    max_results=100,
                    filter_string="metrics.validation_accuracy > 0.9 and params.learningRate = '0.01'",
                )
            ),
            "curve": seconds(lambda: client.get_metric_history(store["long"], "loss")),
        }
    )
)
