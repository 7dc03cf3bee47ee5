/**
 * - `create-only` makes what is missing and changes nothing.
 * - `upsert-only` also updates what differs.
 * - `sync` also deletes owned plays whose definition is gone.
 */
export type Policy = 'create-only' | 'upsert-only' | 'sync';

/**
 * What `sync` does to an owned play whose definition is gone.
 * - `delete` deletes it.
 * - `disable` switches it off and keeps its ownership line.
 * - `release` removes the line and nothing else, so that nobody manages it.
 */
export type OnRemoval = 'delete' | 'disable' | 'release';
