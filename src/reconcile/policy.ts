/**
 * - `create-only` makes what is missing and changes nothing.
 * - `upsert-only` also updates what differs.
 * - `sync` also deletes owned plays whose definition is gone.
 */
export type Policy = 'create-only' | 'upsert-only' | 'sync';
