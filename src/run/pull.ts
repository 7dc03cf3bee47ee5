import type { Workspace } from '../cargo/workspace.ts';
import { AppError, messageOf } from '../errors.ts';
import { createFiles, findFiles, isMatched, readFiles, replaceFile } from '../github/workspace.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Facts } from '../report/build.ts';
import { idleNames } from '../reconcile/pull.ts';
import { amount } from '../report/log.ts';
import { plain } from '../report/markdown.ts';
import { pageOf } from '../report/play.ts';
import type { PulledPlay } from '../report/report.ts';
import { fileNotices, hasErrors } from './facts.ts';
import { editDrifted } from './pull-drift.ts';
import { lookAt, readLive } from './pull-live.ts';
import { about, writeNew } from './pull-new.ts';
import { goOn } from './run.ts';
import type { Run, Story } from './run.ts';

/** Reads the definitions and the workspace, and writes what is asked for; what can't be written is told, the rest goes on. */
export async function* pullPlays(run: Run, before: Facts, workspace: Workspace): Story {
  const { inputs, runner } = run;
  runner.stage('Read the definitions');
  const file = inputs.pullTo === '' ? 'play.yml' : `${inputs.pullTo}/play.yml`;
  if (!isMatched(file, inputs.patterns))
    throw new AppError(
      'wrong-inputs',
      `The patterns in \`plays\` (${inputs.patterns.join(', ')}) match no file in \`pull-to\` (${inputs.pullTo || 'the top of the checkout'}), ` +
        'so what is pulled would not be a definition. Add a pattern, or change `pull-to`.',
    );
  const found = await findFiles(inputs.workspace, inputs.patterns);
  const existing = [...readFiles(inputs.workspace, found.paths)];
  runner.print(amount(existing.length, 'file'));
  goOn(run);

  runner.stage('Read the workspace');
  let facts: Facts = {
    ...before,
    notices: [...before.notices, ...fileNotices(found)],
    workspaceUuid: await workspace.uuid(),
  };
  yield facts;
  const live = await readLive(workspace);
  const looked = await lookAt(existing, new Map(), run, live);
  facts = {
    ...facts,
    diagnostics: looked.diagnostics,
    notices: [...facts.notices, ...workspace.passedOver()],
    problems: [...facts.problems, ...idleNames(inputs.pullNames, live.rows)],
  };
  yield facts;
  if (hasErrors(facts)) return;
  runner.print(amount(live.rows.length, 'play'));

  runner.stage('Pull');
  if (inputs.pull !== 'unmanaged') {
    const { items, problems } = await editDrifted(existing, looked, run, live);
    facts = { ...facts, problems: [...facts.problems, ...problems] };
    for (const { path, text, texts, rows, warnings } of items) {
      facts = { ...facts, warnings: [...facts.warnings, ...warnings] };
      const isChanged = !existing.some((each) => each.path === path && sameText(each.bytes, text));
      const changed = isChanged ? [{ path, text }, ...texts] : texts;
      const write = (): string[] => {
        // the definition last: it may not name a file any more
        for (const each of changed.toReversed()) replaceFile(inputs.workspace, each.path, each.text);
        return changed.map((each) => each.path);
      };
      if (changed.length > 0) facts = tellWritten(run, facts, 'edited', rows, write);
      yield facts;
    }
  }
  if (inputs.pull !== 'drifted') {
    // an edit may have set a name free
    const isEdited = facts.pulled.length > 0;
    const files = isEdited ? [...readFiles(inputs.workspace, found.paths)] : existing;
    const now = isEdited ? await lookAt(files, new Map(), run, live) : looked;
    const { items, problems } = await writeNew(files, now, run, live);
    facts = { ...facts, problems: [...facts.problems, ...problems] };
    for (const { row, files: made } of items) {
      facts = tellWritten(run, facts, 'new', [row], () => {
        // the definition last: it names the others
        createFiles(inputs.workspace, made.toReversed());
        return made.map(({ path }) => path);
      });
      yield facts;
    }
  }
  yield facts;
}

function sameText(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).equals(Buffer.from(text));
}

/** Writes the files of a definition, and tells it; what keeps them from being written is a problem, and the rest goes on. */
function tellWritten(
  run: Run,
  facts: Facts,
  kind: PulledPlay['kind'],
  rows: readonly PlayRow[],
  write: () => readonly string[],
): Facts {
  goOn(run);
  try {
    const [first = '', ...others] = write();
    const pulled = rows.map(({ name, uuid }): PulledPlay => {
      const url = pageOf(uuid, facts.workspaceUuid);
      return { kind, files: [first, ...others], name, uuid, url };
    });
    for (const { files, uuid } of pulled)
      run.runner.print(plain(`${kind.padEnd(7)} ${files.join(', ')}  ${uuid}`));
    return { ...facts, pulled: [...facts.pulled, ...pulled] };
  } catch (thrown) {
    const named = rows.map(about).join(', ');
    return { ...facts, problems: [...facts.problems, `${named}: ${messageOf(thrown)}`] };
  }
}
