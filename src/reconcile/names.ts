/**
 * A play's name as it is recognized although Cargo stores it differently: without blanks, in one
 * Unicode form, in lower case.
 */
export function looseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]+/g, '')
    .toLowerCase();
}

/** What a service leaves of a name that it shortens: less would be a common beginning of different names. */
const leastKept = 20;

/**
 * What a service may have kept of a longer name, as it is compared, without the dots that stand for what was cut off.
 * @returns null where it is too short to tell
 */
export function keptPart(name: string): string | null {
  const part = looseName(name).replace(/\.+$/, '');
  return part.length < leastKept ? null : part;
}

/** Whether a name may be what a service keeps of a longer one. */
export function isShortened(kept: string, name: string): boolean {
  const [part, whole] = [keptPart(kept), looseName(name)];
  return part !== null && part.length < whole.length && whole.startsWith(part);
}

/** What it costs to look at a name or a description, in steps of work: there may be thousands, and one may be long. */
export function stepsOf(text: string | null): number {
  return 5 + (text?.length ?? 0) / 100;
}
