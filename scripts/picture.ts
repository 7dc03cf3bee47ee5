/**
 * Makes the README's picture, docs/summary.png, from the job summary of a run on the examples: `npm run picture`.
 * Needs dist/ and Chromium (`apt-get install chromium`, or its path in CHROMIUM), so it is not part of the checks.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { projectFolder } from '../dev/action-file.ts';
import { runAction } from '../dev/runner.ts';
import { demoVariables } from '../sandbox/seed.ts';
import { startSandbox } from '../sandbox/server.ts';

/** In CSS pixels: what a laptop shows of a page at once. */
const [width, height] = [1200, 682];

// the parts of GitHub's style that a summary uses
const style = `
  body { font: 14px/1.5 'Liberation Sans', Helvetica, Arial, sans-serif; color: #1f2328; margin: 20px 24px; }
  h2 { font-size: 21px; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; margin: 0 0 14px; }
  h3 { font-size: 17px; margin: 18px 0 10px; }
  table { border-collapse: collapse; margin: 0 0 14px; }
  th, td { border: 1px solid #d1d9e0; padding: 5px 12px; text-align: left; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  [align=right] { text-align: right; }
  code { font: 12px 'Liberation Mono', monospace; background: #eff1f3; border-radius: 5px; padding: 2px 5px; }
  a { color: #0969da; text-decoration: none; }
  p, ul, ol, details { margin: 0 0 10px; }
  blockquote { border-left: 4px solid #d1d9e0; margin: 0 0 12px; padding: 0 14px; color: #59636e; }`;

/** The Markdown of the job summary of a first run on the examples. */
async function summaryOfARun(): Promise<string> {
  const sandbox = await startSandbox();
  try {
    const { code, stdout, summary, temp } = await runAction({
      workspace: projectFolder,
      inputs: { 'base-url': sandbox.url, 'api-token': sandbox.token, variables: demoVariables },
    });
    rmSync(temp, { recursive: true, force: true });
    if (code !== 0) throw new Error(`The run failed:\n${stdout}`);
    return summary;
  } finally {
    await sandbox.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'picture-'));
try {
  const page = join(folder, 'summary.html');
  const body = await marked.parse(await summaryOfARun());
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>${style}</style>${body}`);
  execFileSync(
    process.env['CHROMIUM'] ?? 'chromium',
    [
      '--headless',
      // a page of our own making; as root, as in a container, the sandbox can't start
      '--no-sandbox',
      '--hide-scrollbars',
      '--force-device-scale-factor=2',
      `--window-size=${width},${height}`,
      `--user-data-dir=${join(folder, 'profile')}`,
      `--screenshot=${join(projectFolder, 'docs', 'summary.png')}`,
      `file://${page}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
