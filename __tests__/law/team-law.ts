import { differingKeys, fieldKeys, isKeptSo, wantedFields } from './fields.ts';
import { leftOf } from './left.ts';
import { isSamePhoto } from './photo.ts';
import type { IdOf, OneRun } from './photo.ts';
import { playsOf } from './plays-law.ts';
import type { Scenario } from './scenario.ts';

/**
 * Judges what a run made of the fields and lines of plays: each has what it had or what its definition says, and after a
 * green run the latter; what must be left is as it was; a play of a definition stays; a refused run wrote nothing.
 */
export function judgeFields(scenario: Scenario, idOf: IdOf, one: OneRun): string[] {
  const { name, run, start, after } = one;
  const broken: string[] = [];
  const told = playsOf(run);
  if (Object.values(told).some(({ status }) => status === 'refused') && !isSamePhoto(start, after))
    broken.push(`the ${name} run wrote, and had refused`);
  for (const play of start.plays) {
    const id = idOf(play);
    if (id !== null && !after.plays.some(({ uuid }) => uuid === play.uuid))
      broken.push(`the ${name} run deleted the play of ${id}`);
  }
  for (const id of scenario.ids) {
    const wanted = wantedFields(id, scenario);
    const plays = after.plays.filter((play) => idOf(play) === id);
    for (const play of plays) {
      const now = after.fields.get(play.uuid);
      const was = start.fields.get(play.uuid);
      const before = start.plays.find(({ uuid }) => uuid === play.uuid);
      const left = leftOf(scenario, id, start, before);
      if (now === undefined) continue;
      for (const key of [...fieldKeys, 'line'] as const) {
        // an update keeps a play's values as they were sent
        const isNew = was === undefined || key === 'folder';
        const isAsAsked =
          now[key] === wanted[key] || (isNew && isKeptSo(key, now[key], wanted[key], scenario));
        const what = `${key} of ${id}`;
        if (left.fields.includes(key)) {
          if (now[key] !== was?.[key])
            broken.push(`the ${name} run changed the ${what}, which it should leave alone`);
        } else if (!isAsAsked && now[key] !== was?.[key]) {
          broken.push(`after the ${name} run the ${what} is ${now[key]}, which nobody said`);
        } else if (!isAsAsked && run.code === 0 && plays.length === 1) {
          broken.push(`the ${name} run is green and the ${what} is ${now[key]}`);
        }
      }
    }
    const [only] = plays;
    const before = start.plays.find(({ uuid }) => uuid === only?.uuid);
    if (plays.length === 1 && before !== undefined && name === 'second')
      broken.push(...judgeDrift(scenario, id, one, before.uuid));
  }
  return broken;
}

/** Whether a run tells of drift where there is some, and of none where there is none. */
function judgeDrift(scenario: Scenario, id: string, { run, start }: OneRun, uuid: string): string[] {
  const status = playsOf(run)[id]?.status;
  const was = start.fields.get(uuid);
  if (was === undefined || status === undefined) return [];
  const { shape = null, enabled = null } = scenario.workflows.definitions[id] ?? {};
  const isProtected = (line: string): boolean => line.endsWith(', protected');
  const isDrifted =
    differingKeys(id, scenario, was).length > 0 ||
    (was.line !== '' && isProtected(was.line) !== isProtected(wantedFields(id, scenario).line));
  if (status === 'unchanged' && isDrifted) return [`the second run does not tell how ${id} differs`];
  if (status !== 'drifted') return [];
  if (scenario.policy !== 'create-only') return [`the second run left ${id} as it differs`];
  // what a workflow differs in is judged elsewhere
  return isDrifted || shape !== null || enabled !== null ? [] : [`the second run tells of drift of ${id}`];
}
