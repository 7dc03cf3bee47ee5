/** Prints how many tests passed and failed, from the report of the last `npm test`; fails when none ran. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
}

const path = join(import.meta.dirname, '..', 'reports', 'tests.json');
if (existsSync(path)) {
  const report = JSON.parse(readFileSync(path, 'utf8')) as TestReport;
  const { numPassedTests: passed, numFailedTests: failed } = report;
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  process.exitCode = report.success && passed > 0 ? 0 : 1;
} else {
  console.error('There is no test report: no test ran.');
  console.log('0 passed, 0 failed');
  process.exitCode = 1;
}
