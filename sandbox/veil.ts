/** The lists of a workspace that can lag behind a write. */
type Kind = 'play' | 'segment' | 'release' | 'batch' | 'folder';

/** What each list holds, by kind and then by uuid (a release by its workflow's). */
type Lists = Readonly<Record<Kind, ReadonlyMap<string, object>>>;

/** How the lists looked at one moment, copied. */
type Snapshot = Readonly<Record<Kind, ReadonlyMap<string, string>>>;

/** Keeps writes out of the lists for a while, as a service does whose lists are read from a copy. */
export interface Veil {
  /** How the lists' contents are now, to be given to `hide`. */
  snapshot: () => Snapshot;
  /** Whatever changed since a snapshot shows in the lists only after so many milliseconds. */
  hide: (before: Snapshot, forMs: number) => void;
  /** What a list shows at this moment, by uuid. */
  seen: <Thing extends object>(kind: Kind, things: ReadonlyMap<string, Thing>) => Map<string, Thing>;
}

const kinds: readonly Kind[] = ['play', 'segment', 'release', 'batch', 'folder'];

function each<Value>(valueOf: (kind: Kind) => Value): Record<Kind, Value> {
  return Object.fromEntries(kinds.map((kind) => [kind, valueOf(kind)])) as Record<Kind, Value>;
}

/**
 * A veil over these lists, with nothing hidden.
 * @param now milliseconds of the sandbox's clock
 */
export function createVeil(lists: Lists, now: () => number): Veil {
  const hidden = each(() => new Map<string, { state: string | undefined; until: number }>());
  return {
    snapshot: () =>
      each(
        (kind) => new Map(Array.from(lists[kind], ([uuid, thing]) => [uuid, JSON.stringify(thing)] as const)),
      ),
    hide(before, forMs) {
      const until = now() + forMs;
      for (const kind of kinds) {
        for (const uuid of new Set([...before[kind].keys(), ...lists[kind].keys()])) {
          const thing = lists[kind].get(uuid);
          const state = before[kind].get(uuid);
          if (state !== (thing && JSON.stringify(thing))) hidden[kind].set(uuid, { state, until });
        }
      }
    },
    seen<Thing extends object>(kind: Kind, things: ReadonlyMap<string, Thing>) {
      const shown = new Map(things);
      for (const [uuid, { state, until }] of hidden[kind]) {
        if (now() >= until) hidden[kind].delete(uuid);
        else if (state === undefined) shown.delete(uuid);
        else shown.set(uuid, JSON.parse(state) as Thing);
      }
      return shown;
    },
  };
}
