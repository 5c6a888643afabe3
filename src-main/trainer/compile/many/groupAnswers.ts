import type { LayerId } from '@shared/ids';
import type { FigurePlace } from '@shared/network/observation/figures';
import { statisticsWidth } from '@shared/training/metrics/measuring';
import { evaluationBatch, type SessionRequest } from '../../session/session';
import { recordStatistics } from '../calls/evaluation';
import type { GraphFunction } from '../graph/graphDef';
import type { GraphOps } from '../ops/graphOps';
import { recordLoop } from '../calls/loop';
import { netInTraining, recordMarks, recordObservation } from '../calls/observation';
import { doneAfter, predictionFeeds, recordOutputs, recordOutputsFor } from '../sessionGraph';
import type { GraphTensor } from '../graph/trace';
import { feed } from '../calls/trainingCall';
import { inOneVector, recordForAll, type GroupMember } from './drafts';
import type { Together } from './vectorize';

/** What the parts of a group's graph are recorded from. */
export interface Recording {
  readonly main: GraphOps;
  readonly members: readonly GroupMember[];
  readonly request: SessionRequest;
  readonly variables: Together['variables'];
  /** Takes up the functions that the graph calls. */
  readonly functions: GraphFunction[];
  readonly run: GraphTensor;
}

/** What a group can be asked about its runs, all of them or the one that is fed as `run`. */
export interface GroupAnswers {
  /** Examples to evaluate, and how many batches they make, to feed. */
  readonly indices: GraphTensor;
  readonly batches: GraphTensor;
  /** float32 [batches, runs × numbers]. */
  readonly evaluateAll: GraphTensor;
  /** float32 [batches, numbers], of `run`. */
  readonly evaluateOne: GraphTensor;
  /** Of `run`. */
  readonly predictExamples: { readonly indices: GraphTensor; readonly output: GraphTensor };
  readonly predictInputs: {
    readonly inputs: GraphTensor;
    readonly output: GraphTensor;
    readonly activations: ReadonlyMap<LayerId, GraphTensor>;
  };
  /** Null where the runs are not observed. */
  readonly observe: {
    readonly indices: GraphTensor;
    /** float32 [runs × numbers]. */
    readonly figures: GraphTensor;
    readonly places: readonly FigurePlace[];
    readonly mark: GraphTensor;
  } | null;
}

export function recordAnswers(recording: Recording): GroupAnswers {
  const { main, run } = recording;
  const indices = feed(main, 'splitIndices', { dtype: 'int32', shape: [null] });
  const batches = feed(main, 'splitBatches', { dtype: 'int32', shape: [] });
  return {
    indices,
    batches,
    evaluateAll: recordEvaluation(recording, 'evaluateAll', indices, batches),
    evaluateOne: recordEvaluation(recording, 'evaluateOne', indices, batches, run),
    ...recordPredictions(recording),
    observe: recordObserving(recording),
  };
}

/** @param only the run to evaluate; all where absent */
function recordEvaluation(
  { main, members, request, variables, functions: all }: Recording,
  name: string,
  indices: GraphTensor,
  batches: GraphTensor,
  only?: GraphTensor,
): GraphTensor {
  const runs = only === undefined ? members.length : 1;
  const { measurements, functions } = recordLoop(main, {
    name,
    turns: batches,
    given: [indices, ...(only === undefined ? [] : [only])],
    columns: runs * statisticsWidth(request.data),
    multiplyAdds: request.network.totals.multiplyAdds * evaluationBatch,
    turn(ops, index, [order, one]) {
      if (order === undefined) throw new Error('an evaluation needs indices');
      const { results } = recordForAll(
        members,
        { ops, variables, ...(one && { only: one }) },
        [
          ['order', { tensor: order, each: false }],
          ['index', { tensor: index, each: false }],
        ],
        (draft, member, [own, turn]) => {
          if (!own || !turn) throw new Error('an evaluation lacks its arguments');
          return { results: recordStatistics(draft, member.request, member.variables, own, turn) };
        },
      );
      return { row: [inOneVector(ops, runs, results)] };
    },
  });
  all.push(...functions);
  return measurements;
}

function recordPredictions(recording: Recording) {
  const feeds = predictionFeeds(recording.main, recording.request);
  const ofExamples = recordPasses(recording, feeds.indices, recordOutputsFor);
  const ofInputs = recordPasses(recording, feeds.inputs, recordOutputs);
  return {
    predictExamples: { indices: feeds.indices, output: ofExamples.output },
    predictInputs: { inputs: feeds.inputs, ...ofInputs },
  };
}

/** Passes through the network of the one run that is asked about. */
function recordPasses(
  { main, members, variables, run, request }: Recording,
  fed: GraphTensor,
  record: typeof recordOutputs,
) {
  const ids = request.network.layers.map(({ id }) => id);
  const { results } = recordForAll(
    members,
    { ops: main, variables, only: run },
    [['examples', { tensor: fed, each: false }]],
    (draft, member, [examples]) => {
      if (!examples) throw new Error('a prediction lacks its examples');
      const { output, activations } = record(draft, member.request, member.variables, examples);
      return { results: [output, ...ids.flatMap((id) => activations.get(id) ?? [])] };
    },
  );
  const [output, ...activations] = results;
  if (output === undefined) throw new Error('a prediction gives nothing');
  const byLayer = activations.flatMap(({ tensor }, place) => {
    const id = ids[place];
    return id === undefined ? [] : [[id, tensor] as const];
  });
  return { output: output.tensor, activations: new Map(byLayer) };
}

function recordObserving({
  main,
  members,
  variables,
  request: { probe },
}: Recording): GroupAnswers['observe'] {
  if (probe === undefined) return null;
  const indices = feed(main, 'probeIndices', { dtype: 'int32', shape: [null] });
  let places: readonly FigurePlace[] = [];
  const { results, effects } = recordForAll(
    members,
    { ops: main, variables },
    [['probe', { tensor: indices, each: false }]],
    (draft, { request, variables: own }, [examples]) => {
      if (!examples) throw new Error('an observation lacks its examples');
      const net = netInTraining(draft, request, own, examples);
      const recorded = recordObservation(draft, request, net, probe.length);
      places = recorded.places;
      return { results: [recorded.figures], effects: recordMarks(draft, own) };
    },
  );
  const figures = inOneVector(main, members.length, results);
  return { indices, figures, places, mark: doneAfter(main, effects) };
}
