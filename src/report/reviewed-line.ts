import * as z from 'zod/mini';
import { foldToPlan, foldToPlays } from '../reconcile/review.ts';
import type { ReviewedPlan } from '../reconcile/review.ts';
import type { Doing, Hash, ReviewedChange } from '../reconcile/reviewed.ts';

// The plan that a comment carries, for the run after the merge, as a line that nobody sees: an HTML comment.

const begin = '<!-- cargo-plays-reviewed ';
const end = ' -->';

/** So much of a comment a digest may take, in characters; what it doesn't fit into is left out of it. */
const mostCharacters = 32_000;

const kinds = {
  create: 'create',
  adopt: 'adopt',
  update: 'update',
  delete: 'delete',
  disable: 'disable',
  release: 'release',
} as const satisfies { readonly [Kind in Doing]: Kind };

const digest = z.string();
const plans = z.discriminatedUnion('detail', [
  z.object({
    detail: z.literal('parts'),
    changes: z.array(
      z.tuple([z.string(), z.enum(kinds), digest, z.record(z.string(), z.tuple([digest, digest]))]),
    ),
  }),
  z.object({ detail: z.literal('plays'), changes: z.array(z.tuple([z.string(), z.enum(kinds), digest])) }),
  z.object({ detail: z.literal('plan'), counts: z.record(z.string(), z.number()), whole: digest }),
]);

/**
 * The line that holds a plan's digest, in as much detail as there is room for.
 * @param most characters that it may have
 */
export function reviewedLine(changes: readonly ReviewedChange[], hash: Hash, most = mostCharacters): string {
  const inParts = lineOf({ detail: 'parts', changes });
  if (inParts.length <= most) return inParts;
  const folded = lineOf(foldToPlays(changes, hash));
  return folded.length <= most ? folded : lineOf(foldToPlan(changes, hash));
}

function lineOf(plan: ReviewedPlan): string {
  // a `>` or two hyphens could end the HTML comment
  const json = JSON.stringify(compact(plan)).replaceAll('>', '\\u003e').replaceAll('--', '-\\u002d');
  return begin + json + end;
}

function compact(plan: ReviewedPlan): z.infer<typeof plans> {
  switch (plan.detail) {
    case 'parts':
      return {
        ...plan,
        changes: plan.changes.map(({ id, kind, play, parts }) => [
          id,
          kind,
          play,
          Object.fromEntries(Object.entries(parts).map(([name, [before, after]]) => [name, [before, after]])),
        ]),
      };
    case 'plays':
      return { ...plan, changes: plan.changes.map(({ id, kind, whole }) => [id, kind, whole]) };
    case 'plan':
      return { ...plan };
  }
}

/** The line with a digest in a comment; null where there is none. It is the very last one: what is above may quote another. */
export function findReviewedLine(body: string): string | null {
  const last = body.trimEnd().split(/\r?\n/).at(-1) ?? '';
  return last.startsWith(begin) && last.endsWith(end) ? last : null;
}

/** Stands above the digest, once a run has applied the commit that the plan was merged with. */
const applied = '<!-- cargo-plays-applied -->';

/** The hidden end of a comment that is the result of an apply: the digest that it had before, and whether that is done. */
export function resultLines(line: string, isApplied: boolean): string {
  return isApplied ? `${applied}\n${line}` : line;
}

/** Whether a run has applied what a comment shows. What is above may quote that, too: its place is that above the digest. */
export function isAppliedIn(body: string): boolean {
  return body.trimEnd().split(/\r?\n/).at(-2) === applied;
}

/** The plan that such a line holds; null where it can't be read, as that of a later version. */
export function readReviewedLine(line: string): ReviewedPlan | null {
  const result = plans.safeParse(parsed(line.slice(begin.length, -end.length)));
  if (!result.success) return null;
  const plan = result.data;
  switch (plan.detail) {
    case 'parts':
      return {
        ...plan,
        changes: plan.changes.map(([id, kind, play, parts]) => ({ id, kind, play, parts })),
      };
    case 'plays':
      return { ...plan, changes: plan.changes.map(([id, kind, whole]) => ({ id, kind, whole })) };
    case 'plan':
      return plan;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
