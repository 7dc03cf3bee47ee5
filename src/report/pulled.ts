import { code, link, row, text } from './markdown.ts';
import type { Report } from './report.ts';

/** The pulled plays with their files; empty where nothing was pulled. */
export function pulledTable({ pulled }: Report, most: number): string {
  if (pulled.length === 0) return '';
  const rows = pulled
    .slice(0, most)
    .map(({ kind, files, name, uuid, url }) =>
      row([
        kind === 'new' ? '➕ new' : '✏️ edited',
        files.map((file) => code(file)).join('<br>'),
        link(text(name, 120), url),
        code(uuid),
      ]),
    );
  const left = pulled.length - rows.length;
  return [
    row(['Definition', 'File', 'Play', 'UUID']),
    row(['---', '---', '---', '---']),
    ...rows,
    ...(left > 0 ? ['', `and ${String(left)} more`] : []),
  ].join('\n');
}

/** What to do with the files; empty where there are none. */
export function stepsAfterPull({ pulled }: Report): string {
  if (pulled.length === 0) return '';
  const steps = [
    '- Review the files and commit them, or open a pull request with them: this action runs no git.',
  ];
  if (pulled.some(({ kind }) => kind === 'new'))
    steps.push(
      '- The plays of new files are not managed yet. Run `apply` once with `policy: upsert-only` and `adopt: true`; the plan before it should show no difference in any field.',
    );
  return ['### What to do next', '', ...steps].join('\n');
}
