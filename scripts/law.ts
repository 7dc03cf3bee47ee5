/**
 * Runs the product under faults that seeds decide, and judges each: `npm run law -- [--seeds 500] [--from 1]`.
 * `npm run law -- --seed N` replays one and shows its scenario and both logs.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { buildEntry } from '../__tests__/law/bundle.ts';
import { judgeSeed } from '../__tests__/law/law.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } },
});
const entry = await buildEntry();
try {
  if (values.seed !== undefined) {
    const { scenario, broken, runs } = await judgeSeed(Number(values.seed), entry);
    const short = (_key: string, value: unknown): unknown =>
      value instanceof RegExp ? String(value) : typeof value === 'string' ? value.slice(0, 80) : value;
    console.log(JSON.stringify(scenario, short, 2));
    for (const { code, stdout, stderr } of runs)
      console.log(`--- exit code ${String(code)}\n${stdout}${stderr}`);
    console.log(broken.length === 0 ? 'The law held.' : broken.join('\n'));
    process.exitCode = broken.length === 0 ? 0 : 1;
  } else {
    const from = Number(values.from ?? 1);
    const amount = Number(values.seeds ?? 500);
    // most of a seed is waiting
    const limit = pLimit(6);
    const seeds = Array.from({ length: amount }, (_, index) => from + index);
    const verdicts = await Promise.all(seeds.map((seed) => limit(() => judgeSeed(seed, entry))));
    const bad = verdicts.filter(({ broken }) => broken.length > 0);
    for (const { scenario, broken } of bad)
      console.log(`seed ${String(scenario.seed)}: ${broken.join('; ')}`);
    const doubles = verdicts.filter((verdict) => verdict.doubles > 0).length;
    const failed = verdicts.filter(({ runs }) => runs[0]?.code !== 0).length;
    console.log(
      `${String(amount)} seeds: the law held in ${String(amount - bad.length)}; in ${String(failed)} the faults failed the first run, ` +
        `in ${String(doubles)} a late write, or one answered by 429, made a double, which was told.`,
    );
    process.exitCode = bad.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(dirname(entry), { recursive: true, force: true });
}
