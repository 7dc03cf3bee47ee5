/**
 * Measures the action and its floors side by side, in one run:
 * `npm run bench [-- --json] [--only start,parse,plan,apply,idle,memory,size]`. Exit code 1 where a limit is passed.
 */
import { parseArgs } from 'node:util';
import { archive } from './bench/archive.ts';
import type { Row } from './bench/measure.ts';
import { apply, memory, nothingToDo, parse, plan, start } from './bench/measurements.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });

function size(): Row[] {
  const { gzipped, files } = archive();
  const row: Row = {
    name: 'size: the archive that a job downloads',
    ours: gzipped / 1_000,
    floor: null,
    unit: 'kB',
    limit: 350,
  };
  if (values.json !== true)
    for (const file of files)
      console.log(`${(file.gzipped / 1_000).toFixed(1).padStart(8)} kB  ${file.path}`);
  return [row];
}

const measurements = { start, parse, plan, apply, idle: nothingToDo, memory, size };

const ratio = ({ ours, floor }: Row): number => (floor === null ? ours : ours / floor);
const number = (value: number): string => value.toFixed(value < 10 && !Number.isInteger(value) ? 2 : 0);

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { name, ours, floor, unit, limit } = row;
    const times = floor === null ? '' : `${ratio(row).toFixed(2)}×`;
    const most = limit === null ? '' : floor === null ? `${number(limit)} ${unit}` : `${String(limit)}×`;
    const kept = limit === null ? '' : ratio(row) <= limit ? 'yes' : 'no';
    return `| ${name} | ${number(ours)} ${unit} | ${floor === null ? '' : `${number(floor)} ${unit}`} | ${times} | ${most} | ${kept} |`;
  });
  return [
    '| Measured | Ours | Floor | Ratio | At most | Kept |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

const wanted = values.only?.split(',') ?? Object.keys(measurements);
const rows: Row[] = [];
for (const [name, measure] of Object.entries(measurements))
  if (wanted.includes(name)) rows.push(...(await measure()));
console.log(values.json === true ? JSON.stringify(rows, null, 2) : table(rows));
if (rows.some((row) => row.limit !== null && ratio(row) > row.limit)) process.exitCode = 1;
