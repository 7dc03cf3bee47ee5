import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../../dev/action-file.ts';

/** A file of the archive; sizes in bytes. */
export interface ArchivedFile {
  readonly path: string;
  readonly size: number;
  readonly gzipped: number;
}

/** What a runner downloads: the archive of the last commit, with what `export-ignore` leaves in it. */
export function archive(): {
  readonly tar: Buffer;
  readonly gzipped: number;
  readonly files: ArchivedFile[];
} {
  const tar = execFileSync('git', ['archive', '--format=tar', 'HEAD'], {
    cwd: projectFolder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const files: ArchivedFile[] = [];
  // a tar is headers of 512 bytes, each with its file's bytes after it, filled up to 512
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const text = (from: number, length: number): string =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    if (text(156, 1) === '0') {
      const bytes = tar.subarray(at + 512, at + 512 + size);
      files.push({ path: text(0, 100), size, gzipped: gzipSync(bytes).length });
    }
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return {
    tar,
    gzipped: gzipSync(tar).length,
    files: files.toSorted((a, b) => b.gzipped - a.gzipped),
  };
}
