/** A run that ended well, as far as its headline tells of it. */
interface Success {
  /** How it ended, in words. */
  readonly words: string;
  /** How many plays were changed, or would be. */
  readonly changes: number;
  /** Whether it only planned since the branch has moved on. */
  readonly isStale: boolean;
  readonly isPlanned: boolean;
  /** How many plays were pulled into files. */
  readonly pulled: number;
  /** Which of the new plays are off; empty where none is. */
  readonly off: string;
}

interface ModeRow {
  /** Whether it only looks at files: it gets no token, and a definition that was checked is as good as it can be. */
  readonly isOffline: boolean;
  /** What the log and the summary tell of: the plays that are defined, or the files that were written. */
  readonly tellsOf: 'plays' | 'files';
  /** The headline of a run that ended well. */
  readonly success: (success: Success) => string;
}

/** What a run can be asked for, `auto` apart: that is one of these. A new mode is a row here and a story in main.ts. */
const modeRows = {
  validate: { isOffline: true, tellsOf: 'plays', success: ({ words }) => `✅ Cargo plays: ${words}` },
  plan: {
    isOffline: false,
    tellsOf: 'plays',
    success: ({ words, changes, isStale, isPlanned }) => {
      if (isStale)
        return `⏭️ Cargo plays: this run is stale, so it only planned — ${words}. See the note below`;
      if (!isPlanned) return `✅ Cargo plays: ${words}, checked without the workspace`;
      return changes === 0
        ? `✅ Cargo plays: a merge would change nothing — ${words}`
        : `🔍 Cargo plays: what a merge would do — ${words}. Review the changes, then merge`;
    },
  },
  apply: {
    isOffline: false,
    tellsOf: 'plays',
    success: ({ words, changes, off }) =>
      changes === 0
        ? `✅ Cargo plays: nothing to do — ${words}`
        : `✅ Cargo plays: ${words}${off === '' ? '' : ` — ${off}`}`,
  },
  pull: {
    isOffline: false,
    tellsOf: 'files',
    success: ({ words, pulled }) =>
      pulled === 0
        ? `✅ Cargo plays: ${words}`
        : `📥 Cargo plays: ${words} — review the files, then commit them`,
  },
} as const satisfies Readonly<Record<string, ModeRow>>;

export type Mode = keyof typeof modeRows;

/** The modes by name. */
export const modes: Readonly<Record<Mode, ModeRow>> = modeRows;

/** Their names, in the order in which messages list them. */
export const modeNames = Object.keys(modes) as readonly Mode[];
