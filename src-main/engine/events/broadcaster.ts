import type { EngineStatus } from '@shared/contract/events';
import type { Picture } from '@shared/pictures/catalogue';
import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import { activeStates, type Progress, type RunSummary } from '@shared/runs/run';
import type { MetricStore, SeriesBatch } from '../runs/metrics/metricStore';
import { RunStream, type Subscription } from './runStream';
import { WorkspaceStream } from './workspaceStream';

/** What those who are subscribed to a run, and to the workspace, together want of it. */
export interface Attention {
  /** Somebody looks on. */
  readonly shown: boolean;
  /** To hear of it a few times a second. */
  readonly closely: boolean;
  readonly pictures: boolean;
}

/** Passes on what happens to the runs, after it was committed, to whoever is subscribed. */
export class Broadcaster {
  private readonly runStreams = new Map<RunId, Set<RunStream>>();
  private readonly workspaceStreams = new Set<WorkspaceStream>();
  /** Called when something else is wanted of a run than before; without one, of all runs. */
  onAttention: (runId?: RunId) => void = () => undefined;

  constructor(private readonly metrics: MetricStore) {}

  /** The caller unsubscribes when it is done. */
  subscribeToRun(runId: RunId, wanted: Subscription): RunStream {
    const stream = new RunStream(runId, this.metrics, wanted);
    const streams = this.runStreams.get(runId) ?? new Set();
    const before = this.attentionTo(runId);
    this.runStreams.set(runId, streams.add(stream));
    this.tellAttention(runId, before);
    return stream;
  }

  unsubscribeFromRun(runId: RunId, stream: RunStream): void {
    const streams = this.runStreams.get(runId);
    const before = this.attentionTo(runId);
    streams?.delete(stream);
    if (streams?.size === 0) this.runStreams.delete(runId);
    this.tellAttention(runId, before);
  }

  subscribeToWorkspace(): WorkspaceStream {
    const stream = new WorkspaceStream();
    this.workspaceStreams.add(stream);
    if (this.workspaceStreams.size === 1) this.onAttention();
    return stream;
  }

  unsubscribeFromWorkspace(stream: WorkspaceStream): void {
    this.workspaceStreams.delete(stream);
    if (!this.hasWorkspaceSubscribers) this.onAttention();
  }

  isWatched(runId: RunId): boolean {
    return this.runStreams.has(runId);
  }

  attentionTo(runId: RunId): Attention {
    const streams = [...(this.runStreams.get(runId) ?? [])];
    return {
      shown: this.hasWorkspaceSubscribers || streams.some((stream) => !stream.isSeldom),
      closely: streams.some((stream) => stream.isClose),
      pictures: streams.some((stream) => stream.wantsPictures),
    };
  }

  private tellAttention(runId: RunId, before: Attention): void {
    const { shown, closely, pictures } = this.attentionTo(runId);
    const isSame = shown === before.shown && closely === before.closely && pictures === before.pictures;
    if (!isSame) this.onAttention(runId);
  }

  /** Streams of a run end with the summary that tells its end. */
  runChanged(run: RunSummary): void {
    for (const stream of this.workspaceStreams) stream.runChanged(run);
    for (const stream of this.runStreams.get(run.id) ?? []) {
      stream.push({ type: 'summary', run });
      if (!activeStates.includes(run.state)) stream.close();
    }
  }

  runDeleted(runId: RunId): void {
    for (const stream of this.workspaceStreams) stream.runDeleted(runId);
    for (const stream of this.runStreams.get(runId) ?? []) stream.close();
  }

  metricsAdded(runId: RunId, batches: readonly SeriesBatch[], progress: Progress): void {
    for (const stream of this.runStreams.get(runId) ?? []) {
      stream.measured(batches);
      stream.push({ type: 'progress', progress });
    }
  }

  observed(runId: RunId, observation: Observation): void {
    for (const stream of this.runStreams.get(runId) ?? []) stream.push({ type: 'observation', observation });
  }

  picture(runId: RunId, picture: Picture): void {
    for (const stream of this.runStreams.get(runId) ?? []) stream.push({ type: 'picture', picture });
  }

  statusChanged(status: EngineStatus): void {
    for (const stream of this.workspaceStreams) stream.statusChanged(status);
  }

  get hasWorkspaceSubscribers(): boolean {
    return this.workspaceStreams.size > 0;
  }

  /** Ends every stream. */
  close(): void {
    for (const stream of this.workspaceStreams) stream.close();
    for (const streams of this.runStreams.values()) for (const stream of streams) stream.close();
  }
}
