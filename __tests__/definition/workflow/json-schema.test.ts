import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { playJsonSchema } from '../../../scripts/json-schema.ts';

const folder = join(import.meta.dirname, '..', '..', 'cases-workflow');
const accepts = new Ajv({ strict: false }).compile(playJsonSchema());
const cases = readdirSync(folder).filter((name) => name.endsWith('.yml'));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the schema for editors', () => {
  it.each(cases.filter((name) => !read(name.replace('.yml', '.out')).includes(' error ')))(
    'takes the workflow of %s',
    (name) => {
      expect(accepts(parseDocument(read(name)).toJS()), JSON.stringify(accepts.errors)).toBe(true);
    },
  );

  it.each([
    'workflow-list',
    'workflow-keys',
    'workflow-both',
    'node-no-kind',
    'node-two-kinds',
    'node-misspelt-kind',
    'node-not-mapping',
    'node-unknown-key',
    'node-no-slug',
    'next-on-branch',
    'next-on-end',
    'connector-no-action',
    'tool-uuid',
    'switch-route-keys',
    'trial-wrong',
    'trial-zero',
  ])('refuses %s', (name) => {
    expect(accepts(parseDocument(read(`${name}.yml`)).toJS())).toBe(false);
  });
});
