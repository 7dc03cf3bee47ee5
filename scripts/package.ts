/**
 * Builds the action into dist/: `npm run package`. With --check it builds aside and compares, byte by byte.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ncc from '@vercel/ncc';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { playJsonSchema } from './json-schema.ts';
import { chunks } from './package/chunks.ts';
import { smallerLibraries } from './package/libraries.ts';

const root = join(import.meta.dirname, '..');
const built = join(root, 'build');
const dist = join(root, 'dist');

/** Every file of dist/ by its name. */
async function build(): Promise<Map<string, string>> {
  await joinModules();
  const options = { target: 'es2022', quiet: true, cache: false };
  const { code, assets } = await ncc(join(built, 'index.js'), options);
  const files = new Map<string, string>();
  for (const [name, { source }] of [['index.js', { source: code }] as const, ...Object.entries(assets)]) {
    // ncc leaves lazy chunks as they are; less to download is less to wait for
    files.set(name, name.endsWith('.js') ? await minify(String(source)) : String(source));
  }
  files.set('licenses.txt', licences());
  files.set('play.schema.json', `${JSON.stringify(playJsonSchema())}\n`);
  return files;
}

/** Writes the modules into build/, joined into few: ncc wraps each module by itself, and each wrapper costs the start. */
async function joinModules(): Promise<void> {
  rmSync(built, { recursive: true, force: true });
  const { plugin, groups } = chunks();
  const bundle = await rolldown({
    input: join(root, 'src/index.ts'),
    platform: 'node',
    // its ES modules are hoisted into one scope, where those for Node are wrapped one by one and take 4 ms more to start
    resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') } },
    plugins: [smallerLibraries(join(root, 'node_modules')), plugin],
  });
  await bundle.write({
    dir: built,
    format: 'esm',
    comments: { legal: false },
    chunkFileNames: '[name].js',
    codeSplitting: { groups },
  });
  await bundle.close();
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dev?: boolean; readonly license?: string }>
  >;
}

/** The licence of each package that the action is made of, by name. */
function licences(): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license = '' }]) => {
      const file = readdirSync(join(root, path)).find((name) => /^licen[cs]e/i.test(name));
      const text = file === undefined ? '' : `\n${readFileSync(join(root, path, file), 'utf8').trim()}\n`;
      return `${path.replace(/^.*node_modules\//, '')} ${version}, ${license}\n${text}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

async function minify(source: string): Promise<string> {
  const { code } = await transform(source, {
    minify: true,
    target: 'es2024',
    format: 'esm',
    legalComments: 'none',
  });
  return code;
}

function differing(files: ReadonlyMap<string, string>): string[] {
  const there = existsSync(dist) ? readdirSync(dist) : [];
  const changed = [...files].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(dist, name), 'utf8') !== text,
  );
  return [...changed.map(([name]) => name), ...there.filter((name) => !files.has(name))];
}

const files = await build();
if (process.argv.includes('--check')) {
  const stale = differing(files);
  if (stale.length > 0) {
    console.error(
      `dist/ is not what src/ makes: ${stale.join(', ')}. Run \`npm run package\` and commit it.`,
    );
    process.exit(1);
  }
} else {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(dist, name), text);
}
for (const [name, text] of files) console.log(`${String(Buffer.byteLength(text)).padStart(9)}  dist/${name}`);
