/**
 * A play's name as it is recognised although Cargo stores it differently: without blanks, in one
 * Unicode form, in lower case.
 */
export function looseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]+/g, '')
    .toLowerCase();
}
