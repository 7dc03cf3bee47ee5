import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['__tests__/support/fast-entry.ts'],
    // one for each core of a small machine: tests of time go wrong where they get too little of it
    maxWorkers: 2,
    // a file of tests costs what it tests, not the loading of the product once more
    isolate: false,
    setupFiles: ['__tests__/support/setup.ts'],
    include: ['__tests__/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]],
  },
});
