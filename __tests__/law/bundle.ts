import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the product with the fast clock, once for many runs; the caller removes the folder. */
export async function buildEntry(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-law-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'entry.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    // started hundreds of times: what a run doesn't use it doesn't load
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'silent',
    // some of what is bundled is CommonJS
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  return join(folder, 'entry.mjs');
}
