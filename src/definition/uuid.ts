/** The usual form of a uuid, of whatever version and in any case. */
export const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A uuid in the one spelling that all are compared in: a list may spell it in another case than an answer did. */
export function inOneCase(text: string): string {
  const lower = text.toLowerCase();
  return lower !== text && uuidForm.test(text) ? lower : text;
}
