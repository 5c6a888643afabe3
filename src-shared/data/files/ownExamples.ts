import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';

const schema = z.strictObject({
  kind: z.literal('ownExamples'),
  path: z.string().min(1),
  ...commonShape,
});

export const ownExamples = defineDataset({
  kind: 'ownExamples',
  title: 'My examples',
  group: 'files',
  description:
    'Examples that you kept on Try it, with the answer that was right. They are what the model was given, so nothing ' +
    'is done to them but scaling. To learn from them beside other data, name their folder there under Also train on.',
  schema,
  fields: {
    path: {
      label: 'Folder',
      help: 'Try it tells where it keeps them: in the workspace, in examples/ and the name of the data set.',
      control: 'fileOrFolder',
      mayBeKept: true,
    },
    ...splitFields,
  },
  facts: () => ({}),
  code: {
    python: ({ path }) => ({
      imports: ['import json', 'from pathlib import Path'],
      body: `root = Path(${pythonText(path)})
form = json.loads((root / "examples.json").read_text("utf-8"))
files = sorted(file for file in root.glob("*.json") if file.name != "examples.json")
kept = [json.loads(file.read_text("utf-8")) for file in files]
x = np.array([one["values"] for one in kept], "float32").reshape(-1, *form["inputShape"])
if form["task"] == "classification":
    y = np.array([form["classNames"].index(one["label"]) for one in kept], "int64")
else:
    y = np.array([[one["label"]] for one in kept], "float32")`,
    }),
  },
});
