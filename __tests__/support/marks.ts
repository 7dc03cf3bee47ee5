import { randomBytes, randomInt } from 'node:crypto';
import type { Row } from '../../sandbox/entities.ts';
import type { Store } from '../../sandbox/store.ts';
import { undone } from './undone.ts';

/** Values that stand nowhere else, and what finds them wherever they went. */
export interface Marks {
  /** How many there are. */
  readonly size: number;
  /** Those of them that a text holds: as they are, with thousands separators, escaped or encoded. */
  readonly in: (text: string) => readonly string[];
}

/**
 * Gives the records of a model random values in every column; in nested objects, their keys, and lists too. Only a
 * record's id stays as it is, and a boolean is true in every other record.
 */
export function markRecords(store: Store, modelUuid: string): Marks {
  const marks = new Set<string>();
  const keep = (mark: string): string => {
    marks.add(mark);
    return mark;
  };
  // the part that is searched for stands between characters that every format writes in a way of its own
  const word = (): string => `é"<&'|%\n ${keep(randomBytes(12).toString('hex'))} *_\`\\>é`;
  const number = (): number => Number(keep(String(randomInt(1e13, 1e14))));
  const date = (): string => keep(new Date(randomInt(1e12, 4e12)).toISOString());
  const valueOf = (type: string, index: number): unknown => {
    switch (type) {
      case 'string':
        return word();
      case 'number':
        return number();
      case 'boolean':
        return index % 2 === 1;
      case 'date':
        return date();
      case 'vector':
        return [number(), number()];
      case 'array':
        return [word(), number(), { [word()]: [{ name: word(), at: date() }] }];
      default:
        return { [word()]: { name: word(), amount: number(), list: [word()] } };
    }
  };
  const model = store.models.get(modelUuid);
  if (model === undefined) throw new Error(`no model ${modelUuid}`);
  const { idColumnSlug } = model;
  const columns = [...model.columns, ...model.additionalColumns].filter(({ slug }) => slug !== idColumnSlug);
  const marked = (store.records.get(modelUuid) ?? []).map((row, index): Row => ({
    ...Object.fromEntries(columns.map(({ slug, type }) => [slug, valueOf(type, index)])),
    [model.idColumnSlug]: row[model.idColumnSlug],
  }));
  store.records.set(modelUuid, marked);
  return {
    size: marks.size,
    in: (text) => {
      const readings = undone(text).flatMap((reading) => [reading, reading.replaceAll(',', '')]);
      return [...marks].filter((mark) => readings.some((reading) => reading.includes(mark)));
    },
  };
}
