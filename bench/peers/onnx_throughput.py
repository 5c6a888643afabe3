"""Examples a second that Python's ONNX Runtime takes through a model, as a line of JSON: onnx_throughput.py MODEL BATCH SECONDS"""

import json
import sys
import time

import numpy
import onnxruntime

model, batch, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
[given] = session.get_inputs()
inputs = numpy.random.default_rng(1).uniform(0, 255, [batch, *given.shape[1:]]).astype(numpy.float32)
for _ in range(3):
    session.run(["output"], {given.name: inputs})
runs, started = 0, time.perf_counter()
while time.perf_counter() - started < seconds:
    session.run(["output"], {given.name: inputs})
    runs += 1
print(json.dumps({"examplesPerSecond": runs * batch / (time.perf_counter() - started), "version": onnxruntime.__version__}))
