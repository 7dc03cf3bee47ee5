import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../sandbox/values.ts';

/** The folder of this project. */
export const projectFolder = join(import.meta.dirname, '..');

/** An input as `action.yml` declares it. */
export interface DeclaredInput {
  readonly name: string;
  readonly description: string;
  /** The default as the runner would fill it in, or the empty string. */
  readonly default: string;
}

/** Reads the inputs that `action.yml` declares, in its order. */
export function declaredInputs(): DeclaredInput[] {
  const action: unknown = parse(readFileSync(join(projectFolder, 'action.yml'), 'utf8'));
  const inputs = isObject(action) && isObject(action['inputs']) ? action['inputs'] : {};
  return Object.entries(inputs).map(([name, declared]) => {
    const { description, default: value } = isObject(declared) ? declared : {};
    // only GitHub knows the value of an expression
    return { name, description: textOf(description), default: textOf(value).replace(/\$\{\{.*?\}\}/g, '') };
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
