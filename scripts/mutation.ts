/**
 * Changes the source of `definition` and `reconcile` in thousands of small ways, and tells which changes no test sees:
 * `npm run mutation [-- src/reconcile/settle.ts …]`. All of it takes hours on two cores.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Stryker's runner finds no test under vitest 5, so this works in a copy with the newest one that it knows
const tools = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1', 'vitest@4.1.12'];

// the tests that load the source: a mutant can't be switched on in the built action
const tests = [
  '__tests__/{definition,reconcile,report,modes}/**/*.test.ts',
  '__tests__/action/{create-only,hand-over,workflow}.test.ts',
];

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'cargo-plays-mutation-'));

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { cwd: copy, stdio: 'inherit' });
}

/** A row a file: how many mutants, how many of them were seen, and the share. */
function table({ files }: Report): string {
  const rows = Object.entries(files).map(([file, { mutants }]) => {
    const valid = mutants.filter(({ status }) => status !== 'Ignored' && !status.endsWith('Error'));
    const seen = valid.filter(({ status }) => status === 'Killed' || status === 'Timeout');
    return { file, valid: valid.length, seen: seen.length };
  });
  const whole = rows.reduce(
    (sum, { valid, seen }) => ({ file: 'all', valid: sum.valid + valid, seen: sum.seen + seen }),
    { file: 'all', valid: 0, seen: 0 },
  );
  return [...rows, whole]
    .map(({ file, valid, seen }) => {
      const share = valid === 0 ? '' : `${String(Math.round((100 * seen) / valid))} %`;
      return `${String(seen).padStart(5)} of ${String(valid).padStart(5)}  ${share.padStart(5)}  ${file}`;
    })
    .join('\n');
}

try {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  run('npm', ['ci', '--no-audit', '--no-fund']);
  run('npm', ['install', '--no-save', '--force', '--no-audit', '--no-fund', ...tools]);
  const files = process.argv.slice(2);
  // what a run loads when it needs it is loaded before the tests here: else what it does once while it is loaded would
  // be tried with the one test that loaded it
  writeFileSync(join(copy, 'stryker.setup.ts'), "import './src/definition/workflow/read-defined.ts';\n");
  // the other one ends what a test has begun, such as servers
  const setupFiles = ['stryker.setup.ts', '__tests__/support/setup.ts'];
  writeFileSync(
    join(copy, 'stryker.vitest.config.js'),
    `export default ${JSON.stringify({ test: { include: tests, setupFiles, isolate: false, testTimeout: 60_000 } })};\n`,
  );
  writeFileSync(
    join(copy, 'stryker.config.json'),
    JSON.stringify({
      testRunner: 'vitest',
      vitest: { configFile: 'stryker.vitest.config.js' },
      mutate: files.length > 0 ? files : ['src/definition/**/*.ts', 'src/reconcile/**/*.ts'],
      coverageAnalysis: 'perTest',
      // it would put a line above each script, those of the tests' definitions too
      disableTypeChecks: false,
      // what is done once while a module is loaded would need all tests again for each mutant
      ignoreStatic: true,
      concurrency: 2,
      timeoutMS: 5_000,
      reporters: ['progress-append-only', 'clear-text', 'json'],
      clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
    }),
  );
  run('npx', ['stryker', 'run']);
  const report = readFileSync(join(copy, 'reports/mutation/mutation.json'), 'utf8');
  mkdirSync(join(root, 'reports'), { recursive: true });
  writeFileSync(join(root, 'reports/mutation.json'), report);
  console.log(`${table(JSON.parse(report) as Report)}\n\nEach mutant: reports/mutation.json`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
