import { experimentSchema, type Experiment } from '@shared/experiment/experiment';
import { z } from 'zod';

/** Each window keeps a draft of its own under this, and holds a lock of the same name while it lives. */
const draftPrefix = 'layerlab.draft.';
/** Session storage: the window's draft, from when its page is left until it is loaded again. */
const windowKey = 'layerlab.window';
const abandonedDraftsKept = 5;

const draftSchema = z.object({
  experiment: experimentSchema,
  /** The document's file; null where it has none. */
  path: z.string().nullable(),
  dirty: z.boolean(),
  /** Milliseconds since 1970. */
  storedAt: z.number(),
});
export type StoredDraft = z.infer<typeof draftSchema>;

let ownKey = draftPrefix + crypto.getRandomValues(new Uint32Array(2)).join('-');

/**
 * Finds this window's draft; call it before anything reads the draft. A reloaded window has its own again. A window
 * that opens while no other is there goes on with the newest draft that was left. Everyone else begins afresh.
 */
export async function claimDraft(): Promise<void> {
  const reloaded = sessionStorage.getItem(windowKey);
  // A duplicated tab gets a copy of the session storage: were the name in it now, two tabs would write one draft.
  sessionStorage.removeItem(windowKey);
  window.addEventListener('pagehide', () => sessionStorage.setItem(windowKey, ownKey));
  window.addEventListener('pageshow', () => sessionStorage.removeItem(windowKey));
  const isReloaded = reloaded?.startsWith(draftPrefix) ?? false;
  if (isReloaded) ownKey = reloaded ?? ownKey;
  // Browsers offer locks on secure origins alone; elsewhere nothing tells whether another window lives.
  const locks = window.isSecureContext ? navigator.locks : null;
  await locks?.request('layerlab.claiming', async () => {
    if (!isReloaded && !(await isAnotherWindowOpen(locks))) takeAbandonedDraft();
    void locks.request(ownKey, () => new Promise<never>(() => undefined));
  });
}

async function isAnotherWindowOpen(locks: LockManager): Promise<boolean> {
  const { held = [] } = await locks.query();
  return held.some(({ name }) => name?.startsWith(draftPrefix));
}

function takeAbandonedDraft(): void {
  const drafts = Object.keys(localStorage)
    .filter((key) => key.startsWith(draftPrefix))
    .map((key) => ({ key, storedAt: readAt(key)?.storedAt ?? 0 }))
    .sort((one, other) => other.storedAt - one.storedAt);
  for (const { key } of drafts.slice(abandonedDraftsKept)) localStorage.removeItem(key);
  ownKey = drafts[0]?.key ?? ownKey;
}

function readAt(key: string): StoredDraft | null {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    return draftSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The document as it was when the page was last left; null where there is none that can be read. */
export function readDraft(): StoredDraft | null {
  return readAt(ownKey);
}

export function writeDraft(experiment: Experiment, path: string | null, dirty: boolean): void {
  const draft: StoredDraft = { experiment, path, dirty, storedAt: Date.now() };
  localStorage.setItem(ownKey, JSON.stringify(draft));
}
