type Ending = () => unknown;

const endings: Ending[] = [];

/** Keeps what is to be done when the test ends, whether it fails or not. */
export function atEnd(end: Ending): void {
  endings.push(end);
}

/** Does it; `setup.ts` calls this after each test. */
export async function endAll(): Promise<void> {
  for (const end of endings.splice(0)) await end();
}
