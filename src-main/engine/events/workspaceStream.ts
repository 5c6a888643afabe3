import type { EngineStatus, WorkspaceEvent } from '@shared/contract/events';
import type { RunId } from '@shared/ids';
import type { RunSummary } from '@shared/runs/run';
import { EventStream } from './eventStream';

/** One subscriber to the workspace: the latest of each run, and of the engine's status. */
export class WorkspaceStream extends EventStream<WorkspaceEvent> {
  /** Null: the run went into the bin. */
  private runs = new Map<RunId, RunSummary | null>();
  private status: EngineStatus | null = null;

  runChanged(run: RunSummary): void {
    this.runs.set(run.id, run);
    this.changed();
  }

  runDeleted(runId: RunId): void {
    this.runs.set(runId, null);
    this.changed();
  }

  statusChanged(status: EngineStatus): void {
    this.status = status;
    this.changed();
  }

  protected hasNews(): boolean {
    return this.runs.size > 0 || this.status !== null;
  }

  protected drain(): WorkspaceEvent[] {
    const events = [...this.runs].map(([runId, run]): WorkspaceEvent =>
      run === null ? { type: 'runDeleted', runId } : { type: 'runChanged', run },
    );
    if (this.status !== null) events.unshift({ type: 'status', status: this.status });
    this.runs = new Map();
    this.status = null;
    return events;
  }
}
