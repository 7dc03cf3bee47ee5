/**
 * Builds the action into dist/: `npm run package`. With --check it builds aside and compares, byte by byte.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ncc from '@vercel/ncc';
import { transform } from 'esbuild';

interface Bundle {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
}

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Every file of dist/ by its name. */
async function build(): Promise<Map<string, string>> {
  rmSync(join(root, 'build'), { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  const options = { license: 'licenses.txt', target: 'es2022', quiet: true, cache: false };
  const { code, assets } = (await (ncc as unknown as (entry: string, options: object) => Promise<Bundle>)(join(root, 'build/index.js'), options)) satisfies Bundle;
  const files = new Map<string, string>();
  for (const [name, { source }] of [['index.js', { source: code }] as const, ...Object.entries(assets)]) {
    // ncc leaves lazy chunks as they are; less to download is less to wait for
    files.set(name, name.endsWith('.js') ? await minify(String(source)) : String(source));
  }
  return files;
}

async function minify(source: string): Promise<string> {
  const { code } = await transform(source, { minify: true, target: 'es2024', format: 'esm', legalComments: 'none' });
  return code;
}

function differing(files: ReadonlyMap<string, string>): string[] {
  const there = existsSync(dist) ? readdirSync(dist) : [];
  const changed = [...files].filter(([name, text]) => !there.includes(name) || readFileSync(join(dist, name), 'utf8') !== text);
  return [...changed.map(([name]) => name), ...there.filter((name) => !files.has(name))];
}

const files = await build();
if (process.argv.includes('--check')) {
  const stale = differing(files);
  if (stale.length > 0) {
    console.error(`dist/ is not what src/ makes: ${stale.join(', ')}. Run \`npm run package\` and commit it.`);
    process.exit(1);
  }
} else {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(dist, name), text);
}
for (const [name, text] of files) console.log(`${String(Buffer.byteLength(text)).padStart(9)}  dist/${name}`);
