import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const columns = ['domain', 'name', 'country', 'industry', 'owner_email'];

/** A definition of 60 lines, as people write them: a filter of several groups, and a schedule. */
export function definition(index: number): string {
  const condition = (at: number): string =>
    [
      '        - kind: string',
      `          columnSlug: ${columns[(index + at) % columns.length] ?? 'domain'}`,
      `          operator: ${at % 2 === 0 ? 'isNotEmpty' : 'contains'}`,
      at % 2 === 0 ? '          # must be known' : `          values: [value-${String(index)}, other]`,
    ].join('\n');
  const group = (at: number): string =>
    ['    - conjonction: and', '      conditions:', condition(at), condition(at + 1)].join('\n');
  const head = `# Play ${String(index)} of many
name: Play ${String(index)}
model: accounts
changeKinds: [added, updated]
runCreationRule: noConcurrency
description: Does what play ${String(index)} does, at most once for each record.
trackingColumnSlugs:
  - domain
  - name
limit: ${String(100 + index)}
schedule:
  type: cron
  cron: '${String(index % 60)} 6 * * 1'
filter:
  conjonction: or
  groups:`;
  const lines = [head, ...[0, 1, 2, 3].map(group)].join('\n').split('\n');
  const notes = Array.from({ length: 60 - lines.length }, (_, at) => `# note ${String(at)}`);
  return `${[...lines, ...notes].join('\n')}\n`;
}

/** A definition of 60 lines whose play runs a workflow of six nodes. */
export function workflowDefinition(index: number): string {
  const text = `name: Play ${String(index)}
model: accounts
changeKinds: [added]
runCreationRule: noConcurrency
workflow:
  nodes:
    - slug: has_domain
      filter: '{{nodes.start.domain && nodes.start.employee_count > ${String(index)}}}'
    - slug: wait
      delay: ${String(1 + (index % 60))}
    - slug: facts
      variables:
        greeting: 'Hello {{nodes.start.name}}'
        size: '{{nodes.start.employee_count}}'
    - slug: is_big
      branch: '{{nodes.facts.size > 100}}'
      then: big
      else: end
    - slug: big
      variables:
        tier: A
        text: '{{nodes.facts.greeting}}, you are one of the big ones'
    - slug: end
      end:
        tier: '{{nodes.big?.tier}}'
`;
  const notes = Array.from({ length: 61 - text.split('\n').length }, (_, at) => `# note ${String(at)}\n`);
  return text + notes.join('');
}

/** The least that a definition says. */
export function shortDefinition(index: number): string {
  return `name: Play ${String(index)}\nmodel: accounts\nchangeKinds: [added]\nrunCreationRule: once\n`;
}

/** A checkout with so many definitions; for the caller to remove. */
export function checkout(amount: number, define: (index: number) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-bench-'));
  mkdirSync(join(folder, 'plays'));
  for (let index = 0; index < amount; index += 1)
    writeFileSync(join(folder, 'plays', `play-${String(index)}.yml`), define(index));
  return folder;
}
