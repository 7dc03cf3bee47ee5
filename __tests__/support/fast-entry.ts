import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildEntry } from '../law/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    fastEntry: string;
  }
}

/** Bundles the product with a clock that goes many times as fast, once for all tests. */
export async function setup(project: TestProject): Promise<() => void> {
  const entry = await buildEntry();
  project.provide('fastEntry', entry);
  return () => {
    rmSync(dirname(entry), { recursive: true, force: true });
  };
}
