import { app, BrowserWindow, Notification } from 'electron';
import type { RunId } from '@shared/ids';
import { capitalized } from '@shared/format';
import { formatMetric } from '@shared/training/metrics/words';
import { describeMetric, headlineMetric } from '@shared/runs/metricNames';
import { activeStates, type RunSummary } from '@shared/runs/run';
import { createEngineClient, type EngineClient } from '../processes/engineClient';
import type { Connection } from '../processes/connection';

/** A run that took this long is worth a notification, in seconds. */
const longRun = 20;
const progressInterval = 1000;

const endings: Partial<Record<RunSummary['state'], string>> = {
  completed: 'has completed',
  diverged: 'diverged',
  crashed: 'crashed',
  failed: 'failed',
};

/** Follows the runs for what the desktop shows: the question on closing, notifications, progress in the taskbar. */
export class RunWatcher {
  private readonly active = new Map<RunId, RunSummary>();
  /** Of the active runs those of other engines; one that has just begun there is counted as ours for seconds. */
  private elsewhere: ReadonlySet<RunId> = new Set();
  private client: EngineClient | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly focus: () => void) {}

  /** Runs in the hands of our engine, which end with it; another engine's go on. */
  get ownRuns(): number {
    return [...this.active.keys()].filter((runId) => !this.elsewhere.has(runId)).length;
  }

  /** Follows an engine; called again for the one that replaces it. */
  async follow(connection: Connection): Promise<void> {
    const client = createEngineClient(connection);
    this.client = client;
    this.active.clear();
    let isListed = false;
    for await (const event of await client.engine.watch()) {
      // The first event shows that the watching has begun: no end of a run falls between it and the list.
      if (!isListed) {
        isListed = true;
        const { runs } = await client.runs.list({ states: [...activeStates] });
        for (const run of runs) this.changed(run);
      }
      if (event.type === 'status') this.elsewhere = new Set(event.status.runsElsewhere);
      else if (event.type === 'runChanged') this.changed(event.run);
      else this.active.delete(event.runId);
    }
  }

  private changed(run: RunSummary): void {
    if (activeStates.includes(run.state)) this.active.set(run.id, run);
    else if (this.active.delete(run.id)) this.announceEnd(run);
    if (this.active.size > 0) this.timer ??= setInterval(() => void this.showProgress(), progressInterval);
    else this.hideProgress();
  }

  private announceEnd(run: RunSummary): void {
    const ending = endings[run.state];
    const isLong = (run.progress?.elapsedSeconds ?? 0) >= longRun;
    if (ending === undefined || !isLong || BrowserWindow.getFocusedWindow() !== null) return;
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: `${run.name} ${ending}`, body: outcome(run) });
    notification.on('click', this.focus);
    notification.show();
  }

  private async showProgress(): Promise<void> {
    const answer = await this.client?.runs.list({ states: [...activeStates] }).catch(() => null);
    const shares = (answer?.runs ?? []).flatMap(({ progress }) =>
      progress === null || progress.totalSteps === 0 ? [] : [progress.step / progress.totalSteps],
    );
    if (shares.length === 0 || this.timer === null) return;
    setProgress(shares.reduce((sum, share) => sum + share, 0) / shares.length);
  }

  private hideProgress(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    setProgress(-1);
  }
}

/** The most telling figure: "Validation accuracy 97.7 %". */
function outcome({ metrics }: RunSummary): string {
  const name = headlineMetric(metrics);
  if (name === null) return '';
  return `${capitalized(describeMetric(name))} ${formatMetric(name.metric, name.value)}`;
}

/** From 0 to 1; -1 takes it away. */
function setProgress(share: number): void {
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share);
  if (process.platform === 'linux' && share < 0) app.setBadgeCount(0);
}
