import { ApiError } from '../errors.ts';
import { encodeGraph } from '../definition/workflow/encode.ts';
import type { LookOptions, PlayUuid } from '../reconcile/actual.ts';
import type { WorkflowApi } from '../reconcile/workflow/actual.ts';
import { createConnections } from './connections.ts';
import type { PassOver } from './decode.ts';
import type { Send } from './http.ts';
import type { Call } from './judge.ts';
import { isKnownReason } from './reasons.ts';
import * as decode from './workflow-answers.ts';

/** One of the requests that public sources spell in two ways ([pub]). */
type Spelling = Pick<Call, 'method' | 'path'>;

/** The newer spelling first. */
const spellings = {
  getDraft: [
    { method: 'GET', path: '/orchestration/releases/draft' },
    { method: 'GET', path: '/orchestration/releases/getDraft' },
  ],
  deployDraft: [
    { method: 'POST', path: '/orchestration/releases/draft/deploy' },
    { method: 'POST', path: '/orchestration/releases/deployDraft' },
  ],
} as const satisfies Readonly<Record<string, readonly [Spelling, Spelling]>>;

const list: Call = {
  method: 'GET',
  path: '/orchestration/workflows/list',
  what: 'list the workflows',
};

/**
 * The Cargo API as far as workflows need it ([pub]).
 * @param passOver is called with each row of a list that can't be read
 */
export function createWorkflows(send: Send, passOver: PassOver): WorkflowApi {
  const inEitherSpelling = rememberSpellings();
  return {
    ...createConnections(send, passOver),
    listWorkflows: (options: LookOptions = {}) => send({ ...list, ...options }, decode.decodeWorkflows),
    readWorkflow: (row) => decode.toWorkflow(row, list),
    getDraft: (workflowUuid) =>
      inEitherSpelling('getDraft', (spelling) =>
        send(
          {
            ...spelling,
            path: `${spelling.path}?workflowUuid=${encodeURIComponent(workflowUuid)}`,
            what: 'read the draft of the workflow',
          },
          decode.decodeReleaseOf(workflowUuid),
        ),
      ),
    validateNodes: (nodes) =>
      send(
        {
          method: 'POST',
          path: '/orchestration/nodes/validate',
          what: 'check the workflow',
          body: { nodes: encodeGraph(nodes) },
          reads: true,
        },
        decode.decodeVerdict,
      ),
    deployDraft: (workflowUuid, { nodes, description }) =>
      inEitherSpelling('deployDraft', (spelling) =>
        send(
          {
            ...spelling,
            what: 'deploy the workflow',
            // without a version, Cargo counts on
            body: { workflowUuid, nodes: encodeGraph(nodes), formFields: null, description },
          },
          decode.decodeReleaseOf(workflowUuid),
        ),
      ),
    setEnabled: (playUuid: PlayUuid, isEnabled) =>
      send(
        {
          method: 'PUT',
          path: `/orchestration/plays/${encodeURIComponent(playUuid)}`,
          what: isEnabled ? 'enable the play' : 'disable the play',
          body: { isEnabled },
        },
        decode.decodeIsEnabledOf(playUuid),
      ),
  };
}

/**
 * Sends a request in the newer spelling, and once more in the older one where Cargo doesn't know the path:
 * a 404 without a reason that is known. That is no write, so nothing can be done twice. What worked is remembered.
 */
function rememberSpellings(): <Value>(
  name: keyof typeof spellings,
  ask: (spelling: Spelling) => Promise<Value>,
) => Promise<Value> {
  const known = new Map<string, Spelling>();
  return async (name, ask) => {
    const remembered = known.get(name);
    if (remembered !== undefined) return ask(remembered);
    const [newer, older] = spellings[name];
    try {
      const value = await ask(newer);
      known.set(name, newer);
      return value;
    } catch (thrown) {
      if (!isUnknownPath(thrown)) throw thrown;
      try {
        const value = await ask(older);
        known.set(name, older);
        return value;
      } catch (second) {
        if (!isUnknownPath(second)) known.set(name, older);
        throw second;
      }
    }
  };
}

function isUnknownPath(thrown: unknown): boolean {
  return (
    thrown instanceof ApiError &&
    thrown.status === 404 &&
    thrown.certainty === 'not-done' &&
    (thrown.reason === null || !isKnownReason(thrown.reason))
  );
}
