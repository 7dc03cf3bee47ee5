import { randomUUID } from 'node:crypto';
import type { Release } from './entities.ts';

/** What a draft is changed to; what is left out stays as it is. */
interface DraftChanges {
  readonly nodes?: readonly unknown[] | undefined;
  readonly formFields?: unknown;
  readonly testRecords?: unknown;
}

/** What is deployed of a draft. */
interface Deployment {
  readonly nodes: readonly unknown[];
  readonly formFields?: unknown;
  readonly description?: string | null | undefined;
  /** The next one unless given. */
  readonly version?: string | undefined;
}

/** The releases of all workflows, each under its workflow's uuid. */
export interface Releases {
  readonly drafts: Map<string, Release>;
  /** What is live now. */
  readonly deployed: Map<string, Release>;
  /** All that was ever deployed, newest first. */
  readonly history: Map<string, Release[]>;
  /** Begins a workflow: it has only a draft, and in it only the start. */
  begin: (workflowUuid: string) => void;
  /** Changes the draft, as the web page does while somebody builds. */
  saveDraft: (workflowUuid: string, changes: DraftChanges) => Release;
  /** Makes these nodes live. The draft becomes a copy of them. */
  publish: (workflowUuid: string, deployment: Deployment) => Release;
}

/** The number that comes after a version: `1.0.0` is followed by `1.0.1`. */
function nextVersion(latest: string | null | undefined): string {
  const [major = 1, minor = 0, patch = -1] = (latest ?? '').split('.').filter(Boolean).map(Number);
  return `${major}.${minor}.${patch + 1}`;
}

/**
 * Whether a version can be the next of a workflow ([pub]: `invalidReleaseVersion`): three numbers, above the latest.
 * @param latest null where nothing was deployed yet
 */
export function isNextVersion(version: string, latest: string | null): boolean {
  if (!/^\d{1,6}\.\d{1,6}\.\d{1,6}$/.test(version)) return false;
  const weight = (text: string): number => text.split('.').reduce((sum, part) => sum * 1e5 + Number(part), 0);
  return latest === null || weight(version) > weight(latest);
}

/**
 * Releases of a workspace, none yet.
 * @param date the present moment, as an ISO date
 */
export function createReleases(workspaceUuid: string, userUuid: string, date: () => string): Releases {
  const draftOf = (workflowUuid: string, nodes: readonly unknown[]): Release => ({
    uuid: randomUUID(),
    workspaceUuid,
    workflowUuid,
    userUuid,
    status: 'draft',
    version: null,
    nodes: structuredClone([...nodes]),
    formFields: null,
    testRecords: null,
    description: null,
    createdAt: date(),
    updatedAt: date(),
    deployedAt: null,
  });
  const releases: Releases = {
    drafts: new Map(),
    deployed: new Map(),
    history: new Map(),
    begin(workflowUuid) {
      const start = {
        uuid: randomUUID(),
        slug: 'start',
        kind: 'native',
        actionSlug: 'start',
        config: {},
        childrenUuids: [null],
        fallbackOnFailure: false,
        position: { x: 0, y: 0 },
      };
      releases.drafts.set(workflowUuid, draftOf(workflowUuid, [start]));
    },
    saveDraft(workflowUuid, { nodes, formFields, testRecords }) {
      const draft = releases.drafts.get(workflowUuid);
      if (!draft) throw new Error(`no draft of workflow ${workflowUuid}`);
      draft.updatedAt = date();
      if (nodes !== undefined) draft.nodes = structuredClone([...nodes]);
      if (formFields !== undefined) draft.formFields = formFields;
      if (testRecords !== undefined) draft.testRecords = testRecords;
      return draft;
    },
    publish(workflowUuid, { nodes, formFields, description, version }) {
      const draft = releases.saveDraft(workflowUuid, { nodes, formFields });
      const release: Release = {
        ...draft,
        status: 'deployed',
        version: version ?? nextVersion(releases.deployed.get(workflowUuid)?.version),
        description: description ?? null,
        deployedAt: date(),
      };
      releases.deployed.set(workflowUuid, release);
      releases.history.set(workflowUuid, [release, ...(releases.history.get(workflowUuid) ?? [])]);
      releases.drafts.set(workflowUuid, draftOf(workflowUuid, nodes));
      return release;
    },
  };
  return releases;
}
