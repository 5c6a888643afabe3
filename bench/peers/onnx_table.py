"""Predicts the class of each row of a table, as layerlab predict does: onnx_table.py MODEL TABLE OUT"""

import json
import sys

import numpy
import onnxruntime
import pandas

model, table, out = sys.argv[1:]
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
facts = session.get_modelmeta().custom_metadata_map
columns, classes = json.loads(facts["featureNames"]), json.loads(facts["classNames"])
rows = pandas.read_csv(table)[columns].to_numpy(numpy.float32)
[scores] = session.run(["output"], {"input": rows})
shares = numpy.exp(scores - scores.max(axis=1, keepdims=True))
shares /= shares.sum(axis=1, keepdims=True)
told = pandas.DataFrame(shares, columns=[f"probability of {name}" for name in classes])
told.insert(0, "prediction", [classes[place] for place in scores.argmax(axis=1)])
told.insert(0, "line", numpy.arange(2, len(rows) + 2))
told.to_csv(out, index=False)
print(json.dumps({"rows": len(rows), "version": f"{onnxruntime.__version__} with pandas {pandas.__version__}"}))
