import type { Play } from '../../sandbox/entities.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { bare, common, limit, nameOf } from './definitions.ts';
import { lineBefore, lineOf } from './fields.ts';
import { folderUuidOf } from './folder-scenario.ts';
import type { IdOf } from './photo.ts';
import type { Scenario } from './scenario.ts';
import { formerId, oldOwner } from './team-scenario.ts';
import { buildByHand } from './workflow-law.ts';

/** What is there before a seed's first run. */
export interface Stage {
  readonly idOf: IdOf;
  /** Plays of ours without a definition, which are on. */
  readonly orphans: readonly Play[];
  /** One of these that is protected; null for none. */
  readonly guarded: Play | null;
  readonly isOurs: (play: Play) => boolean;
  /** Plays of nobody, of other owners, and of the former owner without a definition. */
  readonly theirs: readonly Play[];
}

/** Puts a seed's plays into the workspace. */
export function setStage({ store }: Sandbox, scenario: Scenario): Stage {
  const { team, folders, workflows, removal, ownerNone } = scenario;
  const there = new Map<string, string>();
  store.settings.releasePaths = workflows.paths;
  store.settings.doubleFolders = folders.isLax;
  for (const id of scenario.drifted) {
    const { edits = null, isRenamed = false } = team.live[id] ?? {};
    const text = (edits === null ? team.definitions[id]?.description : edits.description) ?? '';
    const line = ownerNone ? '' : lineBefore(id, scenario);
    const description = [text, line].filter((each) => each !== '').join('\n\n') || null;
    const name = nameOf(isRenamed ? `old ${id}` : id);
    const folderUuid = (edits === null ? folderUuidOf(folders.definitions[id]) : folders.live[id]) ?? null;
    const play = store.addPlay({ ...common, limit, ...edits, name, description, folderUuid });
    there.set(play.uuid, id);
    buildByHand(store, play, workflows.live[id]);
  }
  const orphanOf = (id: string, isProtected: boolean): Play => {
    const description = lineOf(id, isProtected);
    return structuredClone(store.addPlay({ ...common, name: nameOf(id), description, isEnabled: true }));
  };
  const gone = [...scenario.orphans, ...(team.superseded === null ? [] : [formerId(team.superseded)])];
  const orphans = ownerNone ? [] : gone.map((id) => orphanOf(id, false));
  const guarded = removal.isGuarded ? orphanOf('kept', true) : null;
  for (const owner of ['acme/other', 'acme/revenues'])
    store.addPlay({ ...common, name: 'Theirs', description: lineOf('play-0', false, owner) });
  for (const id of team.leftBehind)
    store.addPlay({ ...common, name: `Left behind: ${id}`, description: lineOf(id, false, oldOwner) });
  const isOurs = ({ name }: Play): boolean => bare(name).startsWith(bare(nameOf('')));
  return {
    idOf: ({ uuid, name }) =>
      there.get(uuid) ?? scenario.ids.find((id) => bare(name) === bare(nameOf(id))) ?? null,
    orphans,
    guarded,
    isOurs,
    theirs: structuredClone(store.livePlays().filter((play) => !isOurs(play))),
  };
}
