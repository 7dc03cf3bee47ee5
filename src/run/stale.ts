import { messageOf } from '../errors.ts';
import { statusOf } from '../github/answers.ts';
import { gitHubPlace } from './github-place.ts';
import { goOn } from './run.ts';
import type { Run } from './run.ts';

/** Whether a run is about the newest commit of its branch. */
export type Freshness =
  | { readonly kind: 'fresh' }
  /** The branch has moved on; `sentence` says so, and what to do. */
  | { readonly kind: 'stale'; readonly sentence: string }
  /** GitHub didn't tell. */
  | { readonly kind: 'unknown'; readonly sentence: string };

const fresh: Freshness = { kind: 'fresh' };

/**
 * Asks GitHub whether the branch of a push has moved on since: applying an older commit would undo a newer one. Not asked
 * where nothing that exists would be changed, on other events, and without a token.
 */
export async function freshness(run: Run): Promise<Freshness> {
  const { inputs, clock } = run;
  const { event, policy, allowStale, branch, commit } = inputs;
  const place = gitHubPlace(run);
  const isAsked = event.name === 'push' && policy !== 'create-only' && !allowStale;
  if (!isAsked || place === null || branch === null || commit === null) return fresh;
  const { branchHead } = await import('../github/history.ts');
  try {
    const head = await branchHead(place, branch, clock);
    if (head === commit) return fresh;
    const sentence =
      `This run only planned: it was started for the commit ${commit.slice(0, 7)}, but the branch ${branch} is at ` +
      `${head.slice(0, 7)} by now. Applying an older commit could undo a newer one. To apply the branch as it is, start the ` +
      'GitHub workflow on it (`workflow_dispatch`). To let such runs apply all the same, set `allow-stale: true`.';
    return { kind: 'stale', sentence };
  } catch (thrown) {
    goOn(run);
    const sentence = `Whether the branch ${branch} has moved on since the commit ${commit.slice(0, 7)} is not known: ${whyUnknown(thrown, place.signal)}.`;
    return { kind: 'unknown', sentence };
  }
}

function whyUnknown(thrown: unknown, signal: AbortSignal): string {
  const status = statusOf(thrown);
  if (status === 401 || status === 403 || status === 404)
    return `\`github-token\` may not read the branch (${String(status)}), which needs \`permissions: { contents: read }\``;
  return signal.aborted ? 'GitHub did not answer in time' : messageOf(thrown);
}
