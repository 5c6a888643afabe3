"""Seconds that pandas' C reader takes for a table, as a line of JSON: read_table.py FILE"""

import json
import sys
import time

import pandas

started = time.perf_counter()
frame = pandas.read_csv(sys.argv[1], engine="c")
print(json.dumps({"seconds": time.perf_counter() - started, "rows": len(frame), "version": pandas.__version__}))
