import { conditionKinds, conditionRow } from './conditions.ts';
import type { Path } from './diagnostic.ts';
import { ifMade } from './if-made.ts';
import type { LiveDiagnostic } from './if-made.ts';
import { nearest } from './nearest.ts';
import type { Column, Model } from './live.ts';
import type { PlayId } from './play-id.ts';
import { referencesIn } from './references.ts';
import type { DesiredPlay } from './resolve.ts';
import { conditionsOf } from './rules.ts';
import type { PlacedCondition } from './rules.ts';

const knownTypes = new Set<string>(Object.values(conditionKinds).flatMap(({ columnTypes }) => columnTypes));

/**
 * Checks filters, sorts and tracked columns against the live models. Cargo accepts a wrong column or
 * kind, and then silently matches no records ([pub]).
 * @param models as Cargo lists them; one that lists no columns turns the checks on it off, with a notice
 * @param pause called for each play, column and condition, so that others get a turn however many there are
 */
export async function check(
  desired: readonly DesiredPlay[],
  models: readonly Model[],
  pause: () => Promise<void>,
): Promise<LiveDiagnostic[]> {
  const byUuid = new Map(models.map((model) => [model.uuid.toLowerCase(), model]));
  const byId = new Map(desired.map((play) => [play.id, play]));
  const diagnostics: LiveDiagnostic[] = [];
  const unlisted = new Set<Model>();
  for (const play of desired) {
    await pause();
    const columnsAt = (model: Model | undefined, path: Path): readonly Column[] | null => {
      if (model !== undefined && model.columns === null && !unlisted.has(model)) {
        unlisted.add(model);
        const message = `Cargo does not list the columns of the model ${model.slug}, so conditions on them are not checked.`;
        diagnostics.push({ severity: 'notice', code: 'columns-unknown', message, place: play.place(path) });
      }
      return model?.columns ?? null;
    };
    const model = byUuid.get(play.modelUuid.toLowerCase());
    const own = columnsAt(model, ['model']);
    const mustExist = (
      slug: unknown,
      columns: readonly Column[] | null,
      on: string,
      path: Path,
    ): Column | undefined => {
      if (typeof slug !== 'string' || columns === null) return undefined;
      const column = columns.find((each) => each.slug === slug);
      if (column === undefined) {
        const meant = nearest(
          slug,
          columns.map((each) => each.slug),
        );
        const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
        const message = `The model ${on} has no column "${slug}".${near} Cargo would accept it and match no records. Columns: ${list(columns)}.`;
        diagnostics.push({
          severity: 'error',
          code: 'unknown-column',
          message,
          place: play.place(path),
          ...ifMade(play, path),
        });
      }
      return column;
    };
    const { sort = [], trackingColumnSlugs = [], filter } = play.fields;
    for (const [index, key] of sort.entries())
      mustExist(key.columnSlug, own, play.model, ['sort', index, 'columnSlug']);
    for (const [index, slug] of trackingColumnSlugs.entries()) {
      await pause();
      mustExist(slug, own, play.model, ['trackingColumnSlugs', index]);
    }
    for (const placed of conditionsOf(filter)) {
      await pause();
      const { condition, path } = placed;
      const elsewhere = enrolledElsewhere(condition, play, byId);
      if (elsewhere !== null) {
        const place = play.place([...path, 'workflowUuid']);
        diagnostics.push({ severity: 'warning', code: 'no-records', message: elsewhere, place });
      }
      const kind = condition['kind'];
      const fitting: readonly string[] = conditionRow(kind)?.columnTypes ?? [];
      if (typeof kind !== 'string' || fitting.length === 0) continue;
      const related = relatedTo(placed, byUuid);
      // a related model that isn't there is already reported
      if (related === undefined) continue;
      const on = related === null ? play.model : related.slug;
      const columns = related === null ? own : columnsAt(related, path);
      const column = mustExist(condition['columnSlug'], columns, on, [...path, 'columnSlug']);
      if (column === undefined || !knownTypes.has(column.type) || fitting.includes(column.type)) continue;
      const due = kind === 'objectProperty' ? 'the types object and array' : `the type ${kind}`;
      const message = `The column "${column.slug}" has the type ${column.type}, but \`kind: ${kind}\` is for columns of ${due}, so Cargo would match no records. Write \`kind: ${column.type}\`.`;
      diagnostics.push({
        severity: 'error',
        code: 'wrong-kind',
        message,
        place: play.place([...path, 'kind']),
        ...ifMade(play, path),
      });
    }
  }
  return diagnostics;
}

/** That a condition is on the workflow of a play with another model; null where it is not, or where that is not known. */
function enrolledElsewhere(
  { kind, workflowUuid }: PlacedCondition['condition'],
  play: DesiredPlay,
  byId: ReadonlyMap<PlayId, DesiredPlay>,
): string | null {
  const [reference] = kind === 'enrollment' ? referencesIn(workflowUuid) : [];
  const other = reference === undefined ? undefined : byId.get(reference.id);
  if (other === undefined || other.modelUuid.toLowerCase() === play.modelUuid.toLowerCase()) return null;
  return `"${other.id}" runs on ${other.model}, and this play on ${play.model}, so no record here has entered its workflow.`;
}

/**
 * The related model a condition's column is on: its own, or that of the condition it stands in.
 * @returns null where it is on the play's own model, undefined where the related one doesn't exist
 */
function relatedTo(
  { condition, inside }: PlacedCondition,
  byUuid: ReadonlyMap<string, Model>,
): Model | null | undefined {
  const holder = [condition, ...[...inside].reverse()].find(
    (each) => 'relatedModelUuid' in each || 'relatedModel' in each,
  );
  if (holder === undefined) return null;
  const uuid = holder['relatedModelUuid'];
  return typeof uuid === 'string' ? byUuid.get(uuid.toLowerCase()) : undefined;
}

function list(columns: readonly Column[]): string {
  const slugs = columns.map(({ slug }) => slug).sort();
  return slugs.length > 30
    ? `${slugs.slice(0, 30).join(', ')} and ${String(slugs.length - 30)} more`
    : slugs.join(', ') || 'none';
}
