/**
 * A play's name as it is compared where a service may have spelt it anew: without blanks, in one Unicode form and
 * in one case.
 */
export function looseName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}
