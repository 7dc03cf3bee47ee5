import { demoUuids } from '../../sandbox/seed.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** What a seed decides about folders. */
export interface FoldersScenario {
  /** The input `create-folders`. */
  readonly mayCreate: boolean;
  /** The folder that each definition names, by id; null for none. */
  readonly definitions: Readonly<Record<string, string | null>>;
  /** The uuid of the folder that each play is in that is there before, by id; null for none. */
  readonly live: Readonly<Record<string, string | null>>;
  /** Whether the service makes a second folder of a name, as its reference says that it does not. */
  readonly isLax: boolean;
  /** Whether the service keeps the names of new folders in capitals. */
  readonly isLoud: boolean;
  /** Milliseconds after the n-th request for a folder at which the first run is cancelled; null for never. */
  readonly cancel: { readonly folder: number; readonly afterMs: number } | null;
  readonly faults: readonly Fault[];
}

/** A folder is asked for. */
export const folderPath = /workspaceManagement\/folders$/;
const listPath = /workspaceManagement\/folders\/list/;

/** What a definition says of its folder. */
export function folderField(path: string | null | undefined): object {
  return path === null || path === undefined ? {} : { folder: path };
}

const { gtm, scoring, outreach } = demoUuids.folders;
const existing = ['GTM', 'GTM / Scoring', null, null] as const;

/** The uuid of a folder that is there before; null for none. */
export function folderUuidOf(path: string | null | undefined): string | null {
  return path === 'GTM' ? gtm : path === 'GTM / Scoring' ? scoring : null;
}

const paths = ['Law', 'Law / A', 'Law / A / B', 'Law / C', 'GTM / New', 'Other', ...existing] as const;

/** Another folder's answer, as a mixed-up proxy might give it: of one that is there, and of one that is not. */
const folderAnswer = (uuid: string, name: string): string =>
  JSON.stringify({ folder: { uuid, parentUuid: gtm, kind: 'play', name } });
const otherFolder = folderAnswer(outreach, 'Outreach');
const nowhere = folderAnswer('f01de500-0000-4000-8000-0000000000ff', 'Elsewhere');

type Rows = { readonly folders?: readonly object[] };

function folderFault(random: Random, isLax: boolean, general: (random: Random) => Fault): Fault {
  const target = pick<Pick<Fault, 'method' | 'path'>>(random, [
    { method: 'POST', path: folderPath },
    { method: 'POST', path: folderPath },
    { method: 'POST', path: folderPath },
    { method: 'GET', path: listPath },
  ]);
  const skip = pick(random, [0, 0, 1, 2]);
  const when = pick(random, ['before', 'after'] as const);
  const answer = (act: Fault['act']): Fault => ({ method: 'POST', path: folderPath, skip, when, act });
  const list = (alter: (rows: readonly object[]) => readonly unknown[]): Fault => ({
    ...{ method: 'GET', path: listPath, skip, times: pick(random, [1, Infinity]) },
    act: { kind: 'alter', alter: (body) => ({ folders: alter((body as Rows).folders ?? []) }) },
  });
  const lies: readonly (() => Fault)[] = [
    () => answer({ kind: 'rubbish', body: otherFolder }),
    () => answer({ kind: 'rubbish', body: nowhere }),
    () => ({ ...answer({ kind: 'cut' }), when: 'after' }),
    () => ({ ...answer({ kind: 'status', status: 400, body: { reason: 'duplicateName' } }), when: 'before' }),
    () => list((rows) => [...rows, ...rows]),
    () => list((rows) => [{ uuid: 7 }, ...rows, null]),
    // who is told that there are none can't but make them: then a service that refuses doubles is all there is
    () => (isLax ? answer({ kind: 'cut' }) : { ...list(() => []), times: 1 }),
  ];
  return random() < 0.4 ? pick(random, lies)() : { ...general(random), ...target, skip };
}

interface Given {
  readonly ids: readonly string[];
  /** Ids of definitions whose play is there already. */
  readonly there: readonly string[];
  readonly mayCancel: boolean;
}

/**
 * Decides about the folders of a seed's definitions and plays; many a seed may make some.
 * @param general a fault of any kind
 */
export function foldersOf(
  random: Random,
  { ids, there, mayCancel }: Given,
  general: (random: Random) => Fault,
): FoldersScenario {
  const mayCreate = random() < 0.6;
  const isLax = random() < 0.7;
  const isStruck = mayCreate && random() < 0.7;
  const isCancelled = mayCreate && mayCancel && random() < 0.15;
  return {
    mayCreate,
    definitions: Object.fromEntries(ids.map((id) => [id, pick(random, mayCreate ? paths : existing)])),
    live: Object.fromEntries(there.map((id) => [id, pick(random, [null, gtm, scoring, outreach])])),
    isLax,
    isLoud: mayCreate && random() < 0.1,
    cancel: isCancelled ? { folder: 1 + Math.floor(random() * 2), afterMs: Math.floor(random() * 60) } : null,
    faults: isStruck
      ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => folderFault(random, isLax, general))
      : [],
  };
}
