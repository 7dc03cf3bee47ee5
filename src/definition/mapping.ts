/** Plain data by its keys. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether plain data is a mapping, and neither a list nor a scalar. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
