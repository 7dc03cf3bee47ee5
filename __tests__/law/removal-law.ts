import type { Sandbox } from '../../sandbox/server.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** What a seed decides about plays without a definition. */
export interface RemovalScenario {
  readonly onRemoval: 'delete' | 'disable' | 'release';
  /** Whether there is one that is protected, and on. */
  readonly isGuarded: boolean;
  /** Whether that refuses every run. */
  readonly isRefused: boolean;
}

/** @param isFree whether the seed may go without deletes, or without any write */
export function removalOf(random: Random, policy: string, isFree: boolean): RemovalScenario {
  const other = pick(random, ['delete', 'disable', 'release'] as const);
  const onRemoval = policy === 'sync' && isFree ? other : 'delete';
  const isGuarded = isFree && random() < 0.2;
  return { onRemoval, isGuarded, isRefused: isGuarded && policy === 'sync' && onRemoval !== 'release' };
}

type Play = ReturnType<Sandbox['store']['livePlays']>[number];

/** One moment at which no run is under way. */
interface Moment {
  /** The run before it, as in `the first run`, and its exit code. */
  readonly name: string;
  readonly code: number;
  readonly plays: readonly Play[];
}

/**
 * Judges what became of plays without a definition: a protected one is there, and on, after any run; the others are as
 * `on-removal` asks after one that says so.
 * @param orphans those that are not protected, and were on
 * @param guarded the protected one, or null
 */
export function judgeRemovals(
  { onRemoval }: RemovalScenario,
  policy: string,
  orphans: readonly Play[],
  guarded: Play | null,
  moments: readonly Moment[],
): string[] {
  const broken: string[] = [];
  for (const { name, code, plays } of moments) {
    const now = (play: Play): Play | undefined => plays.find(({ uuid }) => uuid === play.uuid);
    const isTouched = policy === 'sync' && onRemoval === 'release';
    if (guarded !== null) {
      const play = now(guarded);
      if (play === undefined) broken.push(`${name} deleted a protected play`);
      else if (!play.isEnabled) broken.push(`${name} disabled a protected play`);
      else if (!isTouched && play.description !== guarded.description)
        broken.push(`${name} lifted a protection`);
    }
    if (code !== 0 || policy !== 'sync') continue;
    for (const orphan of orphans) {
      const play = now(orphan);
      const isDone =
        onRemoval === 'delete'
          ? play === undefined
          : onRemoval === 'disable'
            ? play?.isEnabled === false && play.description === orphan.description
            : play?.isEnabled === true && play.description === null;
      if (!isDone) broken.push(`${name} is green and did not ${onRemoval} ${orphan.name}`);
    }
  }
  return broken;
}
