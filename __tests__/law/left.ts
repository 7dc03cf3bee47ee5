import type { Play } from '../../sandbox/entities.ts';
import { differingKeys, fieldKeys, lineOf } from './fields.ts';
import type { FieldKey } from './fields.ts';
import type { Photo } from './photo.ts';
import type { Scenario } from './scenario.ts';

/** What a run must leave as it is of a play. */
export interface Left {
  readonly fields: readonly (FieldKey | 'line')[];
  readonly workflow: boolean;
  readonly enabled: boolean;
}

/**
 * What a run must leave as it is of a play: what its definition ignores, once it was made, and with `create-only` all
 * that the play has. What comes with the making is ended where nothing is deployed yet. With an owner, the line tells
 * a play that was made from its definition; without, only one that is otherwise as its definition says is taken for one.
 * @param photo the workspace before the run
 * @param play as it was before the run; undefined where the run made it
 */
export function leftOf(scenario: Scenario, id: string, photo: Photo, play: Play | undefined): Left {
  if (play === undefined) return { fields: [], workflow: false, enabled: false };
  const { policy, ownerNone, team, workflows } = scenario;
  const ignore: readonly string[] = team.definitions[id]?.ignore ?? [];
  const now = photo.fields.get(play.uuid);
  const isDeployed = photo.deployed.has(play.workflowUuid);
  const isLikeMade = now !== undefined && differingKeys(id, scenario, now).length === 0;
  const isOurs = ownerNone ? isLikeMade : now?.line.split(',')[0] === lineOf(id, false);
  if (policy === 'create-only') {
    const isLeft = isDeployed || !isOurs;
    return { fields: [...fieldKeys, 'line'], ...leftIn(isLeft, isLeft) };
  }
  const isManaged = now !== undefined && (now.line !== '' || team.adopt);
  const hasShape = (workflows.definitions[id]?.shape ?? null) !== null;
  const isHalfMade = isManaged && hasShape && !isDeployed && !play.isEnabled;
  return {
    fields: fieldKeys.filter((key) => ignore.includes(key)),
    ...leftIn(ignore.includes('workflow') && !isHalfMade, ignore.includes('enabled') && !isHalfMade),
  };
}

function leftIn(workflow: boolean, enabled: boolean): Pick<Left, 'workflow' | 'enabled'> {
  return { workflow, enabled };
}
