import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinitions } from '../../src/definition/parse.ts';
import type { Parsed, RawFile } from '../../src/definition/parse.ts';
import type { VariableValue } from '../../src/definition/references.ts';
import { readOwnership } from '../../src/reconcile/ownership.ts';
import { outputNames } from '../../src/report/outputs.ts';

/** Parses files as a run with all its variables does. */
export function parse(
  files: readonly RawFile[],
  variables: Readonly<Record<string, VariableValue>> = {},
  texts: Readonly<Record<string, string>> = {},
): Promise<Parsed> {
  return parseDefinitions(files, {
    variables: new Map(Object.entries(variables)),
    reservedIds: outputNames,
    emptyVariablesAllowed: false,
    ownershipId: (description) => readOwnership(description)?.id ?? null,
    readText: (path) => {
      const text = texts[path];
      return text === undefined ? { problem: 'the file does not exist' } : { text };
    },
    pause: () => Promise.resolve(),
  });
}

/** Parses files as a fork's run does, in which the variable `EMPTY` is empty. */
export function parseOnFork(files: readonly RawFile[]): Promise<Parsed> {
  return parseDefinitions(files, {
    variables: new Map([['EMPTY', null]]),
    emptyVariablesAllowed: true,
    ownershipId: () => null,
    reservedIds: [],
    readText: () => ({ problem: 'the file does not exist' }),
    pause: () => Promise.resolve(),
  });
}

/** A file with this text. */
export function fileOf(path: string, text: string): RawFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** The variables of a golden case, in the file beside it; none where the file does not exist. */
export function variablesOf(folder: string, name: string): Record<string, VariableValue> {
  const path = join(folder, `${name.replace(/\.yml$/, '')}.vars.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, VariableValue>) : {};
}
