import { closeSync, openSync, readSync, realpath, realpathSync, stat } from 'node:fs';
import type { Stats } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { glob } from 'tinyglobby';
import type { RawFile } from '../definition/parse.ts';
import type { TextFile } from '../definition/workflow/files.ts';
import { AppError, messageOf } from '../errors.ts';

/** One byte more than a definition file may have: enough to see that it is too large. */
const readAtMost = 1024 * 1024 + 1;

function isInside(root: string, path: string): boolean {
  const from = relative(root, path);
  return from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from);
}

// what can't be entered counts as a file: it is reported when it is read, if a pattern matches it
const notAFolder = { isDirectory: () => false, isFile: () => true, isSymbolicLink: () => false };

type StatCallback = (error: NodeJS.ErrnoException | null, stats: Stats | typeof notAFolder) => void;
type RealpathCallback = (error: NodeJS.ErrnoException | null, resolved: string) => void;

/** The file system for the glob: links that lead out of the workspace are not entered, broken ones no error. */
function fenced(root: string): { stat: typeof stat; realpath: typeof realpath } {
  const fencedStat = (path: string, done: StatCallback): void => {
    stat(path, (error, stats) => {
      if (error !== null || (stats.isDirectory() && !isInside(root, path))) done(null, notAFolder);
      else done(null, stats);
    });
  };
  const fencedRealpath = (path: string, done: RealpathCallback): void => {
    realpath(path, (error, resolved) => {
      done(null, error === null ? resolved : path);
    });
  };
  return { stat: fencedStat as typeof stat, realpath: fencedRealpath as typeof realpath };
}

/**
 * Finds the definition files.
 * @param workspace the checkout's folder
 * @param patterns glob patterns relative to it; `!` excludes
 * @returns paths relative to the workspace, with `/`, sorted by code units
 * @throws AppError `unreadable-file` where a pattern leads out of the workspace
 */
export async function findFiles(workspace: string, patterns: readonly string[]): Promise<string[]> {
  for (const pattern of patterns) {
    const bare = pattern.replace(/^!/, '');
    if (isAbsolute(bare) || /^[a-z]:/i.test(bare) || bare.split(/[/\\]/).includes('..')) {
      throw new AppError(
        'unreadable-file',
        `\`plays\`: the pattern "${pattern}" leads out of the checkout. Write it relative to the top of the repository, without "..".`,
      );
    }
  }
  const root = realpathSync(workspace);
  const paths = await glob([...patterns], { cwd: root, expandDirectories: false, fs: fenced(root) });
  return paths.sort();
}

/**
 * Reads files one after the other, so that only one is held at a time.
 * @throws AppError `unreadable-file` where one can't be read or lies outside the workspace
 */
export function* readFiles(workspace: string, paths: readonly string[]): Generator<RawFile> {
  const root = realpathSync(workspace);
  const buffer = Buffer.allocUnsafe(readAtMost);
  for (const path of paths) yield { path, bytes: readFile(root, path, buffer) };
}

function readFile(root: string, path: string, buffer: Buffer): Uint8Array {
  try {
    const real = realpathSync(join(root, path));
    if (!isInside(root, real)) throw new Error('it is a link that leads out of the checkout');
    const file = openSync(real, 'r');
    try {
      let size = 0;
      for (;;) {
        const read = readSync(file, buffer, size, readAtMost - size, null);
        size += read;
        if (read === 0 || size === readAtMost) break;
      }
      return Uint8Array.prototype.slice.call(buffer, 0, size);
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    throw new AppError('unreadable-file', `${path} can't be read: ${messageOf(thrown)}.`, { cause: thrown });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a text that a definition names.
 * @param path relative to the workspace, with `/`
 * @returns the text, or why there is none: no file, outside of the workspace, over 1 MiB, not UTF-8
 */
export function readTextFile(workspace: string, path: string): TextFile {
  try {
    const bytes = readFile(realpathSync(workspace), path, Buffer.allocUnsafe(readAtMost));
    if (bytes.length === readAtMost) return { problem: 'it is larger than 1 MiB, the most that is read' };
    return { text: utf8.decode(bytes) };
  } catch (thrown) {
    if (thrown instanceof TypeError) return { problem: 'it is not UTF-8 text' };
    const { cause } = thrown instanceof AppError ? thrown : { cause: thrown };
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'there is no such file' };
    return { problem: code === '' ? messageOf(cause) : code };
  }
}
