import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { kindOf } from '../words.ts';
import { explain } from './explain.ts';
import { readTrial, trialMapping, trialSchema } from './short.ts';
import type { Trial } from './short.ts';

/**
 * Reads the key `trial` and checks it.
 * @param hasWorkflow whether there is anything that it could try
 */
export function checkTrial(
  value: unknown,
  hasWorkflow: boolean,
): { readonly trial: Trial | null; readonly findings: readonly Finding[] } {
  const mistakes = mistakesOf(value);
  if (mistakes !== null) return { trial: null, findings: mistakes };
  const trial = readTrial(value);
  return { trial, findings: withoutEffect(trial, hasWorkflow) };
}

/** What is wrong with it; null where nothing is. */
function mistakesOf(trial: unknown): Finding[] | null {
  const path = ['trial'];
  if (typeof trial !== 'object' || trial === null || Array.isArray(trial)) {
    if (trialSchema.safeParse(trial).success) return null;
    const message = `"trial" must be a number of records above 0, or a mapping such as { records: 10 }, but is ${kindOf(trial)}.`;
    return [wrong('wrong-value', path, message)];
  }
  // the long form alone: of a union, zod tells a single mistake in another way than several
  const issues = trialMapping.safeParse(trial).error?.issues ?? [];
  if (issues.length === 0) return null;
  // a key without a value is told already
  return explain(issues, trial, path).filter(({ path: at }) => valueAt(trial, at) !== null);
}

function valueAt(trial: object, [, key = '']: Finding['path']): unknown {
  return (trial as Readonly<Record<string, unknown>>)[key];
}

/** Warns of a trial that can't keep anything from going live. */
function withoutEffect(trial: Trial | null, hasWorkflow: boolean): Finding[] {
  if (trial === null) return [];
  const warning = { severity: 'warning', code: 'no-effect' } as const;
  if (!hasWorkflow) {
    const message =
      'There is no trial without `workflow`: it tries a workflow that this file deploys. Add `workflow`, or remove `trial`.';
    return [{ ...warning, message, path: ['trial'], part: 'key' }];
  }
  const { records, maxFailures } = trial;
  if (maxFailures < records) return [];
  const all = records === 1 ? 'its one record fails' : `all of its ${String(records)} records fail`;
  const message = `This trial passes even if ${all}. Set "maxFailures" below ${String(records)}.`;
  return [{ ...warning, message, path: ['trial', 'maxFailures'], part: 'value' }];
}
