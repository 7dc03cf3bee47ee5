import type { PlayChanges } from '../../sandbox/play-fields.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** What `ignore` may name: the keys that the law knows the values of. */
const ignorable = [
  'name',
  'changeKinds',
  'runCreationRule',
  'description',
  'limit',
  'trackingColumnSlugs',
  'schedule',
  'folder',
  'workflow',
  'enabled',
] as const;
type Ignorable = (typeof ignorable)[number];

/** What a definition says for teams. */
interface TeamDefinition {
  readonly ignore: readonly Ignorable[];
  readonly protect: boolean;
  /** Whether it names the id that its play had before. */
  readonly hasFormer: boolean;
  readonly description: string | null;
}

/** A play that is there before. */
interface TeamPlay {
  /**
   * What it carries: our line with the definition's id, with its former one or with one that nothing names; the line
   * of the former owner with the id or with the former one; no line.
   */
  readonly origin: 'own' | 'former-id' | 'other-id' | 'former-owner' | 'former-both' | 'unowned';
  readonly isProtected: boolean;
  readonly isRenamed: boolean;
  /** What it has otherwise than its definition; null where that is nothing, as far as it can be told before. */
  readonly edits: PlayChanges | null;
}

/** What a seed decides about ignored fields, former ids, the former owner and protection. */
export interface TeamScenario {
  readonly formerOwner: string | null;
  readonly adopt: boolean;
  readonly definitions: Readonly<Record<string, TeamDefinition>>;
  readonly live: Readonly<Record<string, TeamPlay>>;
  /** The definition that has a play, while another one is there under its former id; null for none. */
  readonly superseded: string | null;
  /** Ids of the former owner's plays that no definition means. */
  readonly leftBehind: readonly string[];
}

/** The owner that plays had before, whether the seed says so in `formerly-owner` or not. */
export const oldOwner = 'acme/old';

/** The id that a definition's play had before. */
export const formerId = (id: string): string => `was-${id}`;

/** What a definition says of that. */
export function teamFields(definition: TeamDefinition | undefined, former: string): object {
  if (definition === undefined) return {};
  const { ignore, protect, hasFormer, description } = definition;
  return {
    ...(description === null ? {} : { description }),
    ...(protect ? { protect } : {}),
    ...(hasFormer ? { formerly: former } : {}),
    ...(ignore.length === 0 ? {} : { ignore }),
  };
}

const edits: readonly PlayChanges[] = [
  { limit: 99 },
  { changeKinds: ['added', 'updated'] },
  { runCreationRule: 'always' },
  { description: 'Edited in the web page.' },
  { trackingColumnSlugs: ['domain'] },
  { schedule: { type: 'watch' } },
];

function originsOf(policy: string, { formerOwner, adopt }: Pick<TeamScenario, 'formerOwner' | 'adopt'>) {
  const known: readonly TeamPlay['origin'][] = ['own', 'own', 'own', 'former-id', 'former-id', 'other-id'];
  const handed: readonly TeamPlay['origin'][] =
    formerOwner === null ? [] : ['former-owner', 'former-owner', 'former-both'];
  const free: readonly TeamPlay['origin'][] = adopt || policy === 'create-only' ? ['unowned'] : [];
  return [...known, ...handed, ...free];
}

interface Given {
  readonly policy: string;
  readonly ownerNone: boolean;
  readonly ids: readonly string[];
  /** Ids of definitions whose play is there already. */
  readonly there: readonly string[];
  /** Whether a definition may be protected: it must not say that its play is off. */
  readonly mayProtect: (id: string) => boolean;
}

/** Decides about a seed's definitions and plays as teams have them. */
export function teamOf(random: Random, { policy, ownerNone, ids, there, mayProtect }: Given): TeamScenario {
  const owners = {
    formerOwner: !ownerNone && random() < 0.5 ? oldOwner : null,
    adopt: policy !== 'create-only' && random() < 0.5,
  };
  const origins = originsOf(policy, owners);
  const live = Object.fromEntries(
    there.map((id): [string, TeamPlay] => {
      const origin = ownerNone ? 'unowned' : pick(random, origins);
      const isFound = origin === 'unowned' || origin === 'other-id';
      return [
        id,
        {
          origin,
          isProtected: random() < 0.25,
          isRenamed: random() < 0.4 && !isFound,
          edits:
            random() < 0.25
              ? null
              : (Object.assign({}, ...edits.filter(() => random() < 0.3)) as PlayChanges),
        },
      ];
    }),
  );
  const candidate = there.find((id) => live[id]?.origin === 'own') ?? null;
  const superseded = random() < 0.3 ? candidate : null;
  const definitions = Object.fromEntries(
    ids.map((id): [string, TeamDefinition] => {
      const origin = live[id]?.origin;
      const needsFormer = origin === 'former-id' || origin === 'former-both' || id === superseded;
      return [
        id,
        {
          ignore: random() < 0.6 ? ignorable.filter(() => random() < 0.3) : [],
          protect: random() < 0.25 && mayProtect(id),
          hasFormer: random() < 0.2 || needsFormer,
          description: random() < 0.4 ? `What ${id} is for.` : null,
        },
      ];
    }),
  );
  const leftBehind = ['elsewhere', 'gone-1', ...(superseded === null ? [] : [superseded])];
  return { ...owners, live, superseded, definitions, leftBehind: leftBehind.filter(() => random() < 0.4) };
}
