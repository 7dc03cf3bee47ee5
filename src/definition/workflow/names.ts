import type { Written } from './kind.ts';

/** A connector, as Cargo lists it ([pub]); its `config` holds credentials and is never read. */
export interface Connector {
  readonly uuid: string;
  readonly slug: string;
  readonly integrationSlug: string;
}

/** A tool or an agent, as Cargo lists it ([pub]): it has no slug. */
export interface Named {
  readonly uuid: string;
  readonly name: string;
}

/** What workflows name in a workspace; a list that no definition needs may be empty. */
export interface LiveNames {
  readonly connectors: readonly Connector[];
  readonly tools: readonly Named[];
  readonly agents: readonly Named[];
}

/** Finds connectors, tools and agents by their names, and the names by uuids. */
export class NameIndex {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly tools: ReadonlyMap<string, readonly string[]>;
  readonly agents: ReadonlyMap<string, readonly string[]>;
  /** The way back: a name where it means that one alone. */
  readonly written: Written;

  constructor({ connectors, tools, agents }: LiveNames) {
    this.connectors = new Map(connectors.map((each) => [each.slug, each]));
    this.tools = byName(tools);
    this.agents = byName(agents);
    const slugs = new Map(connectors.map((each) => [each.uuid, each]));
    const sole = (list: readonly Named[], index: ReadonlyMap<string, readonly string[]>) => {
      const names = new Map(list.map(({ uuid, name }) => [uuid, name]));
      return (uuid: string): string | undefined => {
        const name = names.get(uuid);
        return name !== undefined && name !== '' && index.get(name)?.length === 1 ? name : undefined;
      };
    };
    this.written = {
      connector: (uuid, integration) => {
        const found = uuid === null ? undefined : slugs.get(uuid);
        const fits = integration === null || found?.integrationSlug === integration;
        return found !== undefined && fits && this.connectors.get(found.slug) === found
          ? found.slug
          : undefined;
      },
      tool: sole(tools, this.tools),
      agent: sole(agents, this.agents),
    };
  }
}

function byName(list: readonly Named[]): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { uuid, name } of list) {
    const uuids = found.get(name);
    if (uuids === undefined) found.set(name, [uuid]);
    else uuids.push(uuid);
  }
  return found;
}
