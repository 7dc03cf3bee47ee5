import { demoUuids } from '../../sandbox/seed.ts';

const { accounts, contacts } = demoUuids.models;

/** The ownership line of an id. */
export const line = (id: string, owner = 'acme/revenue'): string => `Managed as code by ${owner}#${id}`;
/** A play as it is made in the web page. */
export const made = {
  name: 'Score new accounts',
  modelUuid: accounts,
  changeKinds: ['added'],
  runCreationRule: 'once',
};
/** A play of ours: called as its id, with its line. */
export const owned = (id: string, fields: object = {}): object => ({
  ...made,
  name: id,
  description: line(id),
  ...fields,
});
/** A filter of one group. */
export const filterOf = (...conditions: readonly object[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});
export const policies = ['create-only', 'upsert-only', 'sync'] as const;

/** A play of ours without a definition, which is off, and one that is protected. */
const gone = { ...made, name: 'Gone', description: line('gone') };
const goneProtected = { ...gone, description: `${line('gone')}, protected` };

type Expected = Record<string, number>;

/** A row of the policy table: what is in the workspace, and what each policy makes of it. */
interface Row {
  readonly there: string;
  readonly live: readonly object[];
  readonly expected: readonly [createOnly: Expected, upsertOnly: Expected, sync: Expected];
  readonly adopt?: boolean;
  /** What `sync` does to a play without a definition, if not to delete it. */
  readonly onRemoval?: 'disable' | 'release';
  /** What the definition says beside `made`. */
  readonly defined?: Readonly<Record<string, unknown>>;
  readonly formerOwner?: string;
}

const create = { create: 1 };
const none = { none: 1 };
const update = { update: 1 };
const refused = { refused: 1 };
const drifted = { drifted: 1 };

/** The table of docs/policies.md: what a run does to a play. */
export const table: readonly Row[] = [
  { there: 'nothing', live: [], expected: [create, create, create] },
  {
    there: 'owned by us, same',
    live: [{ ...made, description: line('score') }],
    expected: [none, none, none],
  },
  {
    there: 'owned by us, the owner written in another case',
    live: [{ ...made, description: line('score', 'Acme/REVENUE') }],
    expected: [none, none, none],
  },
  {
    there: 'owned by us, with a text of its own that the definition lacks',
    live: [{ ...made, description: `Hello\n\n${line('score')}` }],
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us, the line edited by hand but still a line of its own',
    live: [{ ...made, description: ` - **${line('score')}**\u00a0\r\n` }],
    expected: [none, none, none],
  },
  {
    there: 'owned by us, with a text after the line',
    live: [{ ...made, description: `${line('score')}\n\nAsk Ann before you change this.` }],
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us, different',
    live: [{ ...made, limit: 5, description: line('score') }],
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us, renamed in the web page or in YAML',
    live: [{ ...made, name: 'Renamed', description: line('score') }],
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us under an id no longer defined, same name and model',
    live: [{ ...made, description: line('old-score') }],
    expected: [none, update, update],
  },
  {
    there: 'owned by us under an id no longer defined, another name',
    live: [{ ...made, name: 'Old', description: line('old-score') }],
    expected: [create, create, { create: 1, delete: 1 }],
  },
  {
    there: 'owned by us, different in a field that the definition ignores',
    live: [{ ...made, limit: 5, description: line('score') }],
    defined: { ignore: ['limit'] },
    expected: [none, none, none],
  },
  {
    there: 'owned by us under a former id of the definition, another name',
    live: [{ ...made, name: 'Old', description: line('old-score') }],
    defined: { formerly: 'old-score' },
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us under the present and under a former id',
    live: [
      { ...made, description: line('score') },
      { ...made, name: 'Old', description: line('old-score') },
    ],
    defined: { formerly: 'old-score' },
    expected: [none, none, { none: 1, delete: 1 }],
  },
  {
    there: 'owned by the former owner, under the id of the definition',
    live: [{ ...made, description: line('score', 'acme/old') }],
    formerOwner: 'acme/old',
    expected: [none, update, update],
  },
  {
    there: 'owned by the former owner, under an id that nothing here defines, another name',
    live: [{ ...made, name: 'Theirs', description: line('theirs', 'acme/old') }],
    formerOwner: 'acme/old',
    expected: [create, create, create],
  },
  { there: 'not owned, same name and model', live: [made], expected: [none, refused, refused] },
  {
    there: 'not owned, the ownership line edited by hand',
    live: [{ ...made, description: 'Managed as code by acme/revenue #score' }],
    expected: [drifted, refused, refused],
  },
  {
    there: 'not owned, same name and model, different',
    live: [{ ...made, limit: 3 }],
    expected: [drifted, refused, refused],
  },
  {
    there: 'not owned, the name kept otherwise by the service',
    live: [{ ...made, name: 'score  New accounts' }],
    expected: [drifted, refused, refused],
  },
  {
    there: 'not owned, adopt',
    live: [made],
    adopt: true,
    expected: [none, { adopt: 1 }, { adopt: 1 }],
  },
  {
    there: 'not owned, different, adopt',
    live: [{ ...made, limit: 3, description: 'By hand.' }],
    adopt: true,
    expected: [drifted, { adopt: 1 }, { adopt: 1 }],
  },
  {
    there: 'not owned, same name on another model',
    live: [{ ...made, modelUuid: contacts }],
    expected: [create, create, create],
  },
  {
    there: 'owned by another, same name and model',
    live: [{ ...made, description: line('score', 'acme/other') }],
    expected: [none, refused, refused],
  },
  {
    there: 'owned by another, same name and model, different',
    live: [{ ...made, limit: 3, description: line('score', 'acme/other') }],
    expected: [drifted, refused, refused],
  },
  {
    there: 'owned by another, another name',
    live: [{ ...made, name: 'Theirs', description: line('score', 'acme/other') }],
    expected: [create, create, create],
  },
  {
    there: 'several with one ownership line',
    live: [
      { ...made, description: line('score') },
      { ...made, name: 'Copy', description: line('score') },
    ],
    expected: [refused, refused, refused],
  },
  {
    there: 'owned by us, two ownership lines in its description',
    live: [{ ...made, description: `${line('score')}\n\n${line('other')}` }],
    expected: [refused, refused, refused],
  },
  {
    there: 'two ownership lines, of others',
    live: [{ ...made, description: `${line('score', 'acme/a')}\n${line('score', 'acme/b')}` }],
    expected: [refused, refused, refused],
  },
  {
    there: 'owned by us, no definition, two ownership lines',
    live: [{ ...made, name: 'Gone', description: `${line('gone')}\n${line('gone', 'acme/other')}` }],
    expected: [create, create, { refused: 1, notAttempted: 1 }],
  },
  { there: 'several of the name', live: [made, made], expected: [refused, refused, refused] },
  {
    there: 'several with the line of an id that has no definition',
    live: [
      { ...made, name: 'A', description: line('gone') },
      { ...made, name: 'B', description: line('gone') },
    ],
    expected: [create, create, { refused: 1, notAttempted: 1 }],
  },
  {
    there: 'owned by us, no definition',
    live: [gone],
    expected: [create, create, { create: 1, delete: 1 }],
  },
  {
    there: 'owned by us, no definition, `on-removal: disable`',
    live: [{ ...gone, isEnabled: true }],
    onRemoval: 'disable',
    expected: [create, create, { create: 1, disable: 1 }],
  },
  {
    there: 'owned by us, no definition, off already, `on-removal: disable`',
    live: [gone],
    onRemoval: 'disable',
    expected: [create, create, create],
  },
  {
    there: 'owned by us, no definition, `on-removal: release`',
    live: [gone],
    onRemoval: 'release',
    expected: [create, create, { create: 1, release: 1 }],
  },
  {
    there: 'owned by us, no definition, protected',
    live: [goneProtected],
    expected: [create, create, { refused: 1, notAttempted: 1 }],
  },
  {
    there: 'owned by us, no definition, protected, `on-removal: disable`',
    live: [{ ...goneProtected, isEnabled: true }],
    onRemoval: 'disable',
    expected: [create, create, { refused: 1, notAttempted: 1 }],
  },
  {
    there: 'owned by us, no definition, protected, off already, `on-removal: disable`',
    live: [goneProtected],
    onRemoval: 'disable',
    expected: [create, create, create],
  },
  {
    there: 'owned by us, no definition, protected, `on-removal: release`',
    live: [goneProtected],
    onRemoval: 'release',
    expected: [create, create, { create: 1, release: 1 }],
  },
  {
    there: 'nothing, the definition protected',
    live: [],
    defined: { protect: true },
    expected: [create, create, create],
  },
  {
    there: 'owned by us, protected as its definition says, by a line edited by hand',
    live: [{ ...made, description: `**${line('score')}**, Protected` }],
    defined: { protect: true },
    expected: [none, none, none],
  },
  {
    there: 'owned by us, the definition protected, the play not',
    live: [{ ...made, description: line('score') }],
    defined: { protect: true },
    expected: [drifted, update, update],
  },
  {
    there: 'owned by us, protected, the definition not any more',
    live: [{ ...made, description: `${line('score')}, protected` }],
    expected: [drifted, update, update],
  },
  {
    there: 'not owned, the definition protected, adopt',
    live: [made],
    adopt: true,
    defined: { protect: true },
    expected: [none, { adopt: 1 }, { adopt: 1 }],
  },
  {
    there: 'owned by us on another model',
    live: [{ ...made, modelUuid: contacts, description: line('score') }],
    expected: [refused, refused, refused],
  },
];
