import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import { atEnd } from './endings.ts';

/** A sandbox that is closed after the test. */
export async function sandboxForTest(options?: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  atEnd(() => sandbox.close());
  return sandbox;
}

/** An answer of the sandbox; `body` is null where it is empty. */
export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown> | null;
}

/** Asks as any client would, with the right token. */
export async function ask(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<Answered> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** The rows under a key of a list's answer. */
export function rows(answered: Answered, key: string): Record<string, unknown>[] {
  return (answered.body?.[key] ?? []) as Record<string, unknown>[];
}

/** The object under a key of an answer. */
export function one(answered: Answered, key: string): Record<string, unknown> {
  return (answered.body?.[key] ?? {}) as Record<string, unknown>;
}

/** The status and the reason with which a request is answered. */
export async function reasonOf(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<[status: number, reason: unknown]> {
  const answered = await ask(sandbox, method, path, body);
  return [answered.status, answered.body?.['reason']];
}
