import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { outputNames, outputsOf, reportPath } from '../../src/report/outputs.ts';
import { reportOf } from '../support/report.ts';

describe('the outputs', () => {
  it('are those that action.yml declares, and no play can have the name of one', () => {
    const path = join(import.meta.dirname, '..', '..', 'action.yml');
    const { outputs } = parse(readFileSync(path, 'utf8')) as { readonly outputs: object };
    const set = [...Object.keys(outputsOf(reportOf([])).outputs), reportPath];
    expect(set.toSorted()).toEqual(Object.keys(outputs).toSorted());
    expect(outputNames.toSorted()).toEqual(Object.keys(outputs).toSorted());
  });
});
