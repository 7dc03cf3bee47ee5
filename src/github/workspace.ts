import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdir,
  readSync,
  realpath,
  realpathSync,
  rmSync,
  stat,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, matchesGlob, relative, sep } from 'node:path';
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

/** What stands in a folder and is neither a file nor a folder counts as a file, and is refused when it is read. */
const notAFolder = { isDirectory: () => false, isFile: () => true, isSymbolicLink: () => false };

type Failure = NodeJS.ErrnoException | null;
type Entry = Pick<Dirent, 'name' | keyof typeof notAFolder>;
type ReaddirCallback = (error: Failure, entries?: Entry[]) => void;
type StatCallback = (error: Failure, stats: Stats | typeof notAFolder) => void;
type RealpathCallback = (error: Failure, resolved: string) => void;

interface FileSystem {
  readonly readdir: typeof readdir;
  readonly stat: typeof stat;
  readonly realpath: typeof realpath;
}

/** What keeps a folder from being read, but that there is none. */
function isTrouble({ code }: NodeJS.ErrnoException): boolean {
  return code !== 'ENOENT' && code !== 'ENOTDIR';
}

/**
 * The file system for the glob: links that lead out of the workspace are not entered, broken ones are no error.
 * @param trouble takes what keeps a folder from being read: the glob itself passes over it
 */
function fenced(root: string, trouble: (error: NodeJS.ErrnoException) => void): FileSystem {
  const fencedReaddir = (path: string, options: { withFileTypes: true }, done: ReaddirCallback): void => {
    readdir(path, options, (error, entries) => {
      if (error !== null) {
        if (isTrouble(error)) trouble(error);
        done(error);
        return;
      }
      const isUsual = (entry: Entry): boolean =>
        entry.isFile() || entry.isDirectory() || entry.isSymbolicLink();
      done(
        null,
        entries.map((entry): Entry => (isUsual(entry) ? entry : { ...notAFolder, name: entry.name })),
      );
    });
  };
  const fencedStat = (path: string, done: StatCallback): void => {
    stat(path, (error, stats) => {
      if (error !== null && isTrouble(error)) trouble(error);
      if (error !== null || !stats.isDirectory() || !isInside(root, path)) done(null, notAFolder);
      else done(null, stats);
    });
  };
  const fencedRealpath = (path: string, done: RealpathCallback): void => {
    realpath(path, (error, resolved) => {
      if (error !== null && isTrouble(error)) trouble(error);
      done(null, error === null ? resolved : path);
    });
  };
  return {
    readdir: fencedReaddir as unknown as typeof readdir,
    stat: fencedStat as typeof stat,
    realpath: fencedRealpath as typeof realpath,
  };
}

/** The definition files, and what a person may have expected among them. */
export interface FoundFiles {
  /** Relative to the workspace, with `/`, sorted by code units. */
  readonly paths: readonly string[];
  /** Files that no pattern matches, but would if their ending were spelled `.yml`: `.YML`, `.Yaml`, `.json`. */
  readonly passedOver: readonly string[];
  /** The patterns that match no file, those that exclude included. */
  readonly idle: readonly string[];
}

/**
 * Finds the definition files.
 * @param workspace the checkout's folder
 * @param patterns glob patterns relative to it; `!` excludes
 * @throws AppError `unreadable-file` where a pattern leads out of the workspace, or a folder can't be read
 */
export async function findFiles(workspace: string, patterns: readonly string[]): Promise<FoundFiles> {
  for (const pattern of patterns) {
    const bare = pattern.replace(/^!/, '');
    if (isAbsolute(bare) || /^[a-z]:/i.test(bare) || bare.split(/[/\\]/).includes('..')) {
      throw new AppError(
        'unreadable-file',
        `\`plays\`: the pattern "${pattern}" points outside the checkout. Write it relative to the root of the repository, without "..".`,
      );
    }
  }
  const root = realpathSync(workspace);
  const troubles: NodeJS.ErrnoException[] = [];
  const fs = fenced(root, (error) => troubles.push(error));
  const find = (which: readonly string[], caseSensitiveMatch = true): Promise<string[]> =>
    glob([...which], { cwd: root, expandDirectories: false, fs, caseSensitiveMatch });
  const loose = patterns.map((pattern) => (pattern.startsWith('!') ? pattern : withAnyEnding(pattern)));
  const alone = patterns.length > 1 ? patterns : [];
  const [matched, all, ...each] = await Promise.all([
    find(patterns),
    find(loose, false),
    ...alone.map((pattern) => find([pattern.replace(/^!/, '')])),
  ]);
  const paths = matched.sort();
  const found = new Set(paths);
  const passedOver = all.filter((path) => !found.has(path)).sort();
  const idle = alone.filter((_, index) => each[index]?.length === 0);
  const [trouble] = troubles;
  if (trouble !== undefined) {
    const where = relative(root, trouble.path ?? root) || 'The checkout';
    throw new AppError('unreadable-file', `${where} cannot be read: ${trouble.message}.`, { cause: trouble });
  }
  return { paths, passedOver, idle };
}

/** The pattern that also finds JSON where it asks for YAML. */
function withAnyEnding(pattern: string): string {
  return pattern.replace(/\.(?:\{[^{}/]*\}|[^./*{}]+)$/, (ending) =>
    /ya?ml/i.test(ending) ? '.{yml,yaml,json}' : ending,
  );
}

/**
 * Reads files one after the other, so that only one is held at a time.
 * @throws AppError `unreadable-file` where one can't be read, is not a regular file, or lies outside the workspace
 */
export function* readFiles(workspace: string, paths: readonly string[]): Generator<RawFile> {
  const root = realpathSync(workspace);
  const buffer = Buffer.allocUnsafe(readAtMost);
  for (const path of paths) yield { path, bytes: readFile(root, path, buffer) };
}

function readFile(root: string, path: string, buffer: Buffer): Uint8Array {
  try {
    const real = realpathSync(join(root, path));
    if (!isInside(root, real)) throw new Error('it is a symbolic link to a place outside the checkout');
    // without waiting for somebody who writes: it may be a pipe
    const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (stats.isDirectory()) throw new Error('it is a folder');
      if (!stats.isFile()) throw new Error('it is not a regular file');
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
    throw new AppError('unreadable-file', `${path} cannot be read: ${messageOf(thrown)}.`, { cause: thrown });
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
    if (bytes.length === readAtMost) return { problem: 'it is larger than 1 MiB' };
    return { text: utf8.decode(bytes) };
  } catch (thrown) {
    if (thrown instanceof TypeError) return { problem: 'it is not UTF-8 text' };
    const { cause } = thrown instanceof AppError ? thrown : { cause: thrown };
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'the file does not exist' };
    return { problem: code === '' ? messageOf(cause) : code };
  }
}

/** Whether the patterns of the input `plays` would match a file that may not be there yet. */
export function isMatched(path: string, patterns: readonly string[]): boolean {
  const [included, excluded] = [false, true].map((excludes) =>
    patterns.some((each) => each.startsWith('!') === excludes && matchesGlob(path, each.replace(/^!/, ''))),
  );
  return included === true && excluded === false;
}

/** Whether anything is at a path, a broken link included. */
export function isThere(workspace: string, path: string): boolean {
  try {
    return lstatSync(join(workspace, path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    // below a file there is nothing, and what can't be looked at is told when it is written
    return false;
  }
}

/**
 * Writes new files, all or none of them, and the folders that they need.
 * @throws AppError as `createFile` does
 */
export function createFiles(
  workspace: string,
  files: readonly { readonly path: string; readonly text: string }[],
): void {
  const made: string[] = [];
  try {
    for (const { path, text } of files) {
      createFile(workspace, path, text);
      made.push(path);
    }
  } catch (thrown) {
    for (const path of made) rmSync(join(workspace, path), { force: true });
    throw thrown;
  }
}

/**
 * Writes a new file, and the folders that it needs.
 * @param path relative to the workspace, with `/`
 * @throws AppError `unwritable-file` where anything is at the path already, where a link leads out of the workspace, or
 *   where it can't be written; nothing of it is left then
 */
function createFile(workspace: string, path: string, text: string): void {
  const root = realpathSync(workspace);
  writing(path, () => {
    let folder = root;
    for (const step of dirname(path).split('/')) {
      folder = join(folder, step);
      // a link may lead elsewhere: nothing is made behind it before that is known
      if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) mkdirSync(folder);
      folder = realpathSync(folder);
      if (!statSync(folder).isDirectory())
        throw new Error(`${relative(root, folder)} is a file, not a folder`);
      if (!isInside(root, folder)) throw new Error('it lies behind a link that leads out of the checkout');
    }
    const whole = join(folder, basename(path));
    // never over an existing file, nor through a link
    const file = openSync(whole, 'wx');
    try {
      writeFileSync(file, text);
    } catch (thrown) {
      rmSync(whole, { force: true });
      throw thrown;
    } finally {
      closeSync(file);
    }
  });
}

function writing(path: string, write: () => void): void {
  try {
    write();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    const why =
      code === 'EEXIST' ? 'something with this name exists, and is never overwritten' : messageOf(thrown);
    throw new AppError('unwritable-file', `${path} can't be written: ${why}.`, { cause: thrown });
  }
}

/**
 * Puts another text in the place of a file's.
 * @param path relative to the workspace, with `/`
 * @throws AppError `unwritable-file` where a link leads out of the workspace, or where it can't be written
 */
export function replaceFile(workspace: string, path: string, text: string): void {
  const root = realpathSync(workspace);
  writing(path, () => {
    const real = realpathSync(join(root, path));
    if (!isInside(root, real)) throw new Error('it is a link that leads out of the checkout');
    writeFileSync(real, text, { flag: 'r+' });
    truncateSync(real, new TextEncoder().encode(text).length);
  });
}
