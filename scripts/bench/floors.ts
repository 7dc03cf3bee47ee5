import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../dev/action-file.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** Milliseconds of a fresh Node that runs a script, an ES module, with nothing in its environment. */
async function timedScript(script: string, args: readonly string[] = []): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args], {
    cwd: projectFolder,
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const started = performance.now();
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const ms = performance.now() - started;
  if (code !== 0) throw new Error(`the floor failed: ${complaint}`);
  return ms;
}

/** The YAML parser alone on the example definitions. */
export function bareParser(): Promise<number> {
  const folder = join(projectFolder, 'plays');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  const script = `
    import { readFileSync } from 'node:fs';
    import { LineCounter, parseAllDocuments } from 'yaml';
    for (const file of process.argv.slice(1))
      for (const each of parseAllDocuments(readFileSync(file, 'utf8'), { lineCounter: new LineCounter() })) each.toJS();`;
  return timedScript(
    script,
    files.map((name) => join(folder, name)),
  );
}

/** undici alone: lists the plays, creates so many, eight at once, and lists them again. */
export function bareCreates({ url, token }: Sandbox, amount: number, modelUuid: string): Promise<number> {
  const script = `
    import { Agent, request } from 'undici';
    const [url, token, amount, modelUuid] = process.argv.slice(1);
    const dispatcher = new Agent({ connections: 8 });
    const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
    const ask = async (method, path, body) =>
      (await request(url + path, { method, headers, dispatcher, body: body && JSON.stringify(body) })).body.json();
    await ask('GET', '/orchestration/plays/list');
    let next = 0;
    const worker = async () => {
      while (next < Number(amount)) {
        next += 1;
        await ask('POST', '/orchestration/plays', {
          name: 'Play ' + next, modelUuid, changeKinds: ['added'], runCreationRule: 'once',
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    await ask('GET', '/orchestration/plays/list');
    process.exit(0);`;
  return timedScript(script, [url, token, String(amount), modelUuid]);
}

/** `node:http` alone: fetches lists at the same time, and parses them. */
export function bareLists({ url, token }: Sandbox, paths: readonly string[]): Promise<number> {
  const script = `
    import { get } from 'node:http';
    const [url, token, ...paths] = process.argv.slice(1);
    const list = (path) => new Promise((resolve, reject) => {
      get(url + path, { headers: { authorization: 'Bearer ' + token } }, async (answer) => {
        const chunks = [];
        for await (const chunk of answer) chunks.push(chunk);
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      }).on('error', reject);
    });
    await Promise.all(paths.map(list));
    process.exit(0);`;
  return timedScript(script, [url, token, ...paths]);
}
