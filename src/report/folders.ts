import { cut } from '../definition/visible.ts';
import { code, plain, text } from './markdown.ts';
import type { FolderReport, Report } from './report.ts';

const words: Readonly<Record<FolderReport['status'], string>> = {
  planned: 'would create',
  created: 'created',
  found: 'found',
  failed: 'failed to create',
  'not-attempted': 'did not create',
};

/** The line of a new folder in the log: `would create folder: GTM / Scoring`. */
export function folderLine({ path, status, uuid, note }: FolderReport): string {
  const end = [uuid, note].flatMap((part) => (part === null ? [] : [part])).join('  ');
  return plain(`${words[status]} folder: ${cut(path, 200)}${end === '' ? '' : `  ${cut(end, 1_000)}`}`);
}

/**
 * The folders that are new, one line each; empty where there are none.
 * @param most lines
 */
export function newFolders({ folders }: Report, most: number): string {
  if (folders.length === 0) return '';
  const shown = folders.slice(0, most);
  const left = folders.length - shown.length;
  return [
    `### 📁 New folder${folders.length === 1 ? '' : 's'}`,
    '',
    ...shown.map(({ path, status, note }) => {
      const remark = note === null ? '' : `: ${text(note, 500)}`;
      return `- ${words[status]} ${code(path, 200)}${remark}`;
    }),
    ...(left > 0 ? [`- … and ${String(left)} more.`] : []),
  ].join('\n');
}
