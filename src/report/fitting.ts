/**
 * The fullest rendering that fits.
 * @param amounts from the fullest to the sparest, which is taken if none fits
 * @param most in bytes of UTF-8
 */
export function fitting<Value>(
  amounts: readonly Value[],
  render: (amount: Value) => string,
  most: number,
): string {
  let rendered = '';
  for (const amount of amounts) {
    rendered = render(amount);
    // a text has at least as many bytes as units: what is far too long is not encoded
    if (rendered.length <= most && new TextEncoder().encode(rendered).length <= most) break;
  }
  return rendered;
}
