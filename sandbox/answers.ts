import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { Refusal } from './refusal.ts';
import { parseJson } from './requests.ts';
import type { RecordedRequest } from './requests.ts';
import type { Store } from './store.ts';

/** An answer ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/** An answer with a JSON body; `undefined` gives an empty one. */
export function jsonAnswer(status: number, body: unknown): Answer {
  return body === undefined
    ? { status, headers: {}, body: '' }
    : { status, headers: jsonType, body: JSON.stringify(body) };
}

/** An answer that refuses the request. */
export function refusal(
  status: number,
  reason: string | null,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const answer = jsonAnswer(status, new Refusal(status, reason, message).toBody());
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** A request that waits for its answer. */
export interface Exchange {
  readonly response: ServerResponse;
  readonly record: RecordedRequest;
  readonly store: Store;
  /** Handles the request, its write included, and gives the true answer. */
  readonly run: () => Answer;
  readonly sleep: (ms: number) => Promise<void>;
  readonly later: (ms: number, action: () => void) => void;
}

function sendHead({ response, record }: Pick<Exchange, 'response' | 'record'>, answer: Answer): Buffer {
  const bytes = Buffer.from(answer.body);
  record.status = answer.status;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  return bytes;
}

/** Sends an answer as it is. */
export function send(exchange: Pick<Exchange, 'response' | 'record'>, answer: Answer): void {
  exchange.response.end(sendHead(exchange, answer));
}

async function sendHalf(exchange: Exchange, answer: Answer): Promise<void> {
  const { response } = exchange;
  const bytes = sendHead(exchange, answer);
  // flushed before the cut, so that the client sees the half
  await new Promise((resolve) => response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), resolve));
  response.destroy();
}

async function sendDrops(exchange: Exchange, answer: Answer, chunkMs: number): Promise<void> {
  const { response, sleep } = exchange;
  const bytes = sendHead(exchange, answer);
  response.flushHeaders();
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await sleep(chunkMs);
  }
  response.end();
}

/** Handles the request, and hides what it wrote from the lists for a while where the fault says so. */
function handle(fault: Fault, { run, store, record }: Exchange): Answer {
  if (fault.hideMs === undefined || record.method === 'GET') return run();
  const changed = /\/plays\/([0-9a-f-]{36})$/.exec(record.path)?.[1];
  const before = changed === undefined ? null : store.stateOf(changed);
  const answer = run();
  const made = /^\{"play":\{"uuid":"([0-9a-f-]{36})"/.exec(answer.body)?.[1];
  if (before) store.hide(before, fault.hideMs);
  else if (made !== undefined) store.hide({ uuid: made, play: null, segment: null }, fault.hideMs);
  return answer;
}

/** Answers a request as its fault says. A request is handled once at most. */
export async function strike(fault: Fault, exchange: Exchange): Promise<void> {
  const { act } = fault;
  if (act.kind === 'slow') {
    const early = fault.when === 'after' ? handle(fault, exchange) : null;
    await exchange.sleep(act.ms);
    send(exchange, early ?? handle(fault, exchange));
    return;
  }
  if (act.kind === 'alter') {
    const answer = handle(fault, exchange);
    const body = parseJson(answer.body);
    send(exchange, body === undefined ? answer : { ...answer, body: JSON.stringify(act.alter(body)) });
    return;
  }
  if (act.kind === 'half') return sendHalf(exchange, handle(fault, exchange));
  if (act.kind === 'drip') return sendDrops(exchange, handle(fault, exchange), act.chunkMs);
  if (fault.lateMs !== undefined) exchange.later(fault.lateMs, () => handle(fault, exchange));
  else if (fault.when === 'after') handle(fault, exchange);
  switch (act.kind) {
    case 'cut':
      exchange.response.destroy();
      return;
    case 'hang':
      return;
    case 'status': {
      const answer = jsonAnswer(act.status, act.body);
      send(exchange, { ...answer, headers: { ...answer.headers, ...act.headers } });
      return;
    }
    case 'rubbish':
      send(exchange, { status: act.status ?? 200, headers: { ...jsonType, ...act.headers }, body: act.body });
      return;
  }
}
