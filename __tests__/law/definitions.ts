import { demoUuids } from '../../sandbox/seed.ts';
import type { NewPlay } from '../../sandbox/entities.ts';
import { folderField } from './folder-scenario.ts';
import type { Scenario, Spelling } from './scenario.ts';
import { formerId, teamFields } from './team-scenario.ts';
import { trialField } from './trial-law.ts';
import { workflowFields } from './workflow-law.ts';

const modelUuid = demoUuids.models.accounts;

/** What each definition says alike, and each play that is there has. */
export const common = { modelUuid, changeKinds: ['added'], runCreationRule: 'once' };

/** The limit that each definition says. */
export const limit = 10;

/** A definition's name: with blanks, an accent and both cases, so that it can be kept otherwise. */
export const nameOf = (id: string): string => `Náme of ${id}`;

/** A name without what a service may change in it. */
export const bare = (name: string): string => name.normalize('NFC').replace(/\s+/g, '').toLowerCase();

/** How the service makes a play of what it is sent. */
export const spellings: Readonly<Record<Spelling, (play: NewPlay) => NewPlay>> = {
  'as-sent': (play) => play,
  blanks: (play) => ({ ...play, name: (play.name ?? '').replaceAll(' ', '  ') }),
  unicode: (play) => ({ ...play, name: (play.name ?? '').normalize('NFD') }),
  case: (play) => ({ ...play, name: (play.name ?? '').toUpperCase() }),
  limit: (play) => ({ ...play, limit: Math.min(9, play.limit ?? 9) }),
};

/** The id of the definition that a play of this id runs after; undefined for none. */
export function beforeOf(id: string, ids: readonly string[]): string | undefined {
  return id.endsWith('-after') ? ids[ids.indexOf(id) - 1] : undefined;
}

/** A definition's file. */
export function definitionOf(id: string, { ids, workflows, trials, team, folders }: Scenario): string {
  const before = beforeOf(id, ids);
  return JSON.stringify({
    name: nameOf(id),
    ...common,
    limit,
    ...(before === undefined ? {} : { schedule: { type: 'dependency', play: before } }),
    ...workflowFields(id, workflows),
    ...trialField(id, trials),
    ...teamFields(team.definitions[id], formerId(id)),
    ...folderField(folders.definitions[id]),
  });
}
