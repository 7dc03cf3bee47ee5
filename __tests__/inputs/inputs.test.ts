import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaults, inputNames } from '../../src/inputs/defaults.ts';
import { readInputs } from '../../src/inputs/inputs.ts';
import type { InputProblem, Inputs } from '../../src/inputs/inputs.ts';
import { readSurroundings } from '../../src/inputs/surroundings.ts';

const action = parse(readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
};

const surroundings = readSurroundings({ GITHUB_REPOSITORY: 'acme/revenue', GITHUB_EVENT_NAME: 'push' });

/** Reads inputs that are given as a step's `with:` gives them. */
function read(given: Readonly<Record<string, string>>): Inputs | { problems: readonly InputProblem[] } {
  const variables = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return readInputs(
    { PATH: '/bin', ...(Object.fromEntries(variables) as Record<string, string>) },
    surroundings,
  );
}

/** The problems of inputs that are sound but for these. */
function problemsOf(given: Readonly<Record<string, string>>): readonly InputProblem[] {
  const inputs = read({ mode: 'validate', ...given });
  return 'problems' in inputs ? inputs.problems : [];
}

/** The default of an input in action.yml. The job's own token is an expression, which only the runner can fill in. */
function declared(name: string): string {
  const value = action.inputs[name]?.default ?? '';
  return value === '${{ github.token }}' ? '' : value;
}

describe('the defaults', () => {
  it('are those of action.yml, in its order', () => {
    expect(inputNames).toEqual(Object.keys(action.inputs));
    expect(defaults).toEqual(Object.fromEntries(inputNames.map((name) => [name, declared(name)])));
  });

  it('are what an input that is missing or empty means', () => {
    const token = { 'api-token': 'cargo_0123456789' };
    const filledIn = read({
      ...Object.fromEntries(inputNames.map((name) => [name, declared(name)])),
      ...token,
    });
    const empty = inputNames.filter((name) => name !== 'workspace-uuid').map((name) => [name, '']);
    expect(filledIn).not.toHaveProperty('problems');
    expect(read(token)).toEqual(filledIn);
    expect(read({ ...(Object.fromEntries(empty) as Record<string, string>), ...token })).toEqual(filledIn);
  });
});

describe('the inputs', () => {
  it('are frozen', () => {
    const inputs = read({ mode: 'validate' });
    expect(Object.isFrozen(inputs)).toBe(true);
  });

  it('leave the owner to the repository', () => {
    expect(read({ mode: 'validate' })).toMatchObject({ owner: 'acme/revenue' });
  });
});

describe('`on-removal`', () => {
  it.each(['disable', 'release'])('%s is for `sync` alone', (value) => {
    const sync = read({ mode: 'validate', policy: 'sync', 'on-removal': value });
    expect(sync).toMatchObject({ onRemoval: value });
    for (const policy of ['create-only', 'upsert-only'])
      expect(problemsOf({ policy, 'on-removal': value })).toEqual([
        {
          input: 'on-removal',
          message: `\`policy: ${policy}\` leaves plays without a definition alone. Set \`policy: sync\`, or remove \`on-removal\`.`,
        },
      ]);
  });

  it('delete is the default, with every policy', () => {
    for (const policy of ['create-only', 'upsert-only', 'sync'])
      for (const value of ['', 'delete'])
        expect(read({ mode: 'validate', policy, 'on-removal': value })).toMatchObject({
          onRemoval: 'delete',
        });
  });

  it('is a word that exists', () => {
    expect(problemsOf({ policy: 'sync', 'on-removal': 'realease' })[0]?.message).toContain(
      'delete, disable, release, but is "realease". Did you mean "release"?',
    );
  });

  it('is one problem beside a policy that does not exist', () => {
    const given = { policy: 'snyc', 'on-removal': 'release', adopt: 'true' };
    expect(problemsOf(given).map(({ input }) => input)).toEqual(['policy']);
  });
});

describe('the former owner', () => {
  const validate = { mode: 'validate' };

  it('is nobody unless given', () => {
    expect(read(validate)).toMatchObject({ formerOwner: null });
    expect(read({ ...validate, 'formerly-owner': ' acme/old ' })).toMatchObject({ formerOwner: 'acme/old' });
  });

  it.each([
    ['the present owner', { 'formerly-owner': 'Acme/Revenue' }, 'it is the present owner (acme/revenue)'],
    ['several', { 'formerly-owner': 'acme/a\nacme/b' }, 'it must be one owner'],
    ['beside no owner', { 'formerly-owner': 'acme/old', owner: 'none' }, 'writes no ownership line'],
  ])('%s is an error', (_what, inputs, message) => {
    expect(problemsOf({ ...validate, ...inputs })).toEqual([
      { input: 'formerly-owner', message: expect.stringContaining(message) as unknown },
    ]);
  });
});

describe('an input that does not exist', () => {
  it.each(['policies', 'dry-run', 'token', 'vars', 'dry_run', 'two_words'])(
    '(%s) is an error that lists the inputs',
    (name) => {
      const problems = problemsOf({ [name]: 'x' });
      expect(problems.map(({ input }) => input)).toEqual([name]);
      expect(problems[0]?.message).toContain(`Inputs: ${Object.keys(action.inputs).join(', ')}.`);
    },
  );

  it('is an error when it is empty, too', () => {
    expect(problemsOf({ policies: '' }).map(({ input }) => input)).toEqual(['policies']);
  });

  it('is named beside every other', () => {
    expect(problemsOf({ token: 'x', vars: 'y', policy: 'snyc' }).map(({ input }) => input)).toEqual([
      'token',
      'vars',
      'policy',
    ]);
  });

  it.each([
    ['polcy', 'policy'],
    ['workspace_uuid', 'workspace-uuid'],
  ])('(%s) suggests the nearest one', (name, meant) => {
    expect(problemsOf({ [name]: 'x' })[0]?.message).toContain(`Did you mean "${meant}"?`);
  });

  it('may come from `env:`, and the message says so', () => {
    expect(problemsOf({ method: 'x' })[0]?.message).toContain('INPUT_METHOD from `env:`');
  });

  it.each(['INPUTRC', 'INPUT_', 'Input_Method', 'INPUT_method', 'MY_INPUT_MODE'])(
    'is no variable %s, which the runner never sets for an input',
    (name) => {
      const inputs = readInputs({ INPUT_MODE: 'validate', [name]: 'x' }, surroundings);
      expect(inputs).not.toHaveProperty('problems');
    },
  );
});

describe('the input `variables`', () => {
  it.each([
    ['LIMIT: 5\nLIMIT: 6', 'line 2: This name is there twice. Remove one of the two.'],
    ['LIMIT: 5\n\tTEXT: a', 'line 2: YAML does not allow tabs for indentation. Use spaces.'],
    ['A: 1\nTEXT: a: b', 'line 2: Put quotes around text that contains ": ". Write `TEXT: "a: b"`.'],
    ['LIMIT=5', 'it is not a mapping. Write one `NAME: value` per line.'],
  ])('tells a mistake as the definitions do: %j', (variables, message) => {
    expect(problemsOf({ variables })).toEqual([{ input: 'variables', message }]);
  });
});
