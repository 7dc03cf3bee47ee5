import type { Workspace } from '../cargo/workspace.ts';
import { AppError, messageOf } from '../errors.ts';
import { createFile, findFiles, isMatched, readFiles } from '../github/workspace.ts';
import type { Facts } from '../report/build.ts';
import { amount } from '../report/log.ts';
import { plain } from '../report/markdown.ts';
import { pageOf } from '../report/play.ts';
import type { PulledPlay } from '../report/report.ts';
import { fileNotices, hasErrors } from './facts.ts';
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

  runner.stage('Look at the workspace');
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
  };
  yield facts;
  if (hasErrors(facts)) return;
  runner.print(amount(live.rows.length, 'play'));

  runner.stage('Pull');
  const { items, problems } = await writeNew(existing, looked, run, live);
  facts = { ...facts, problems: [...facts.problems, ...problems] };
  for (const { row, files } of items) {
    goOn(run);
    const written: string[] = [];
    try {
      // the definition last: it names the others
      for (const { path, text } of [...files].reverse()) {
        createFile(inputs.workspace, path, text);
        written.unshift(path);
      }
    } catch (thrown) {
      facts = { ...facts, problems: [...facts.problems, `${about(row)}: ${messageOf(thrown)}`] };
    }
    const [first, ...others] = written;
    if (first === undefined) continue;
    const pulled: PulledPlay = {
      kind: 'new',
      files: [first, ...others],
      name: row.name,
      uuid: row.uuid,
      url: pageOf(row.uuid, facts.workspaceUuid),
    };
    facts = { ...facts, pulled: [...facts.pulled, pulled] };
    runner.print(plain(`new       ${written.join(', ')}  ${row.uuid}`));
    yield facts;
  }
  yield facts;
}
