import { code, link } from './markdown.ts';
import type { Report } from './report.ts';

/** A place in a file, linked to its line at this commit. */
export function sourceLink({ source }: Pick<Report, 'source'>, file: string, line: number): string {
  const label = code(`${file}:${String(line)}`);
  if (source === null) return label;
  const path = file.split('/').map(encodeURIComponent).join('/');
  return link(
    label,
    `${source.serverUrl}/${source.repository}/blob/${source.commit}/${path}#L${String(line)}`,
  );
}
