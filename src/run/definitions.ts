import { setImmediate } from 'node:timers/promises';
import { parseDefinitions } from '../definition/parse.ts';
import type { Definition, ParseContext } from '../definition/parse.ts';
import { findFiles, readFiles, readTextFile } from '../github/workspace.ts';
import type { FoundFiles } from '../github/workspace.ts';
import { readOwnership } from '../reconcile/ownership.ts';
import type { Facts } from '../report/build.ts';
import { amount } from '../report/log.ts';
import { outputNames } from '../report/outputs.ts';
import { fileNotices, hasErrors, noFiles, notProtected, withUnusedVariables } from './facts.ts';
import { goOn } from './run.ts';
import type { Run, Story } from './run.ts';

/** A run whose definitions are sound: what is known of it, and the stage's own result. */
export interface Reached<Result> {
  readonly facts: Facts;
  readonly result: Result;
}

/**
 * Finds the definition files.
 * @throws AppError where there is none, and `allow-empty` does not say that this is fine
 */
export async function findDefinitions(run: Run): Promise<FoundFiles> {
  const { inputs, runner } = run;
  runner.stage('Read the definitions');
  const found = await findFiles(inputs.workspace, inputs.patterns);
  if (found.paths.length === 0 && !inputs.allowEmpty) throw noFiles(inputs, found);
  goOn(run);
  return found;
}

/** What parsing is to know of a run, but for where texts are and who gets a turn. */
export function parsingIn({ inputs }: Run): Omit<ParseContext, 'readText' | 'pause'> {
  return {
    variables: inputs.variables,
    emptyVariablesAllowed: inputs.event.withoutSecrets,
    ownershipId: (description) => readOwnership(description)?.id ?? null,
    reservedIds: outputNames,
  };
}

/** Reads the definitions and checks them offline; null where anything is wrong with them. */
export async function* readDefinitions(
  run: Run,
  before: Facts,
  found: FoundFiles,
): Story<Reached<readonly Definition[]> | null> {
  const { inputs, runner } = run;
  const { paths } = found;
  const { definitions, diagnostics, usedVariables } = await parseDefinitions(
    readFiles(inputs.workspace, paths),
    {
      ...parsingIn(run),
      readText: (path) => readTextFile(inputs.workspace, path),
      pause: async () => {
        await setImmediate();
        goOn(run);
      },
    },
  );
  const facts = withUnusedVariables(
    {
      ...before,
      definitions,
      diagnostics: [...before.diagnostics, ...diagnostics, ...notProtected(definitions, inputs)],
      notices: [...before.notices, ...fileNotices(found)],
    },
    inputs,
    usedVariables,
  );
  yield facts;
  const broken = new Set(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ place }) => place.file),
  );
  const errors = broken.size === 0 ? '' : `, errors in ${amount(broken.size, 'file')}`;
  runner.print(`${amount(paths.length, 'file')}, ${amount(definitions.length, 'play')}${errors}`);
  return hasErrors(facts) ? null : { facts, result: definitions };
}
