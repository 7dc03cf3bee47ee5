import type { Path } from '../diagnostic.ts';
import type { ReadScript } from './javascript.ts';
import { scan } from './scan.ts';
import type { TextFinding } from './step.ts';

const files = { python: /^[\w./-]+\.py$/, script: /^[\w./-]+\.(js|mjs|ts)$/ };

/**
 * Checks the code of a `python` or `script` node as code; expressions in it are for others.
 * @param hasExpressions whether Cargo fills in what stands in double braces
 */
export function checkProgram(
  text: string,
  language: 'python' | 'script',
  hasExpressions: boolean,
  path: Path,
  readScript: ReadScript,
): TextFinding[] {
  if (files[language].test(text)) {
    const message = `This is sent as text. For the file of that name, write { file: ${text} }.`;
    return [
      { severity: 'warning', code: 'wrong-file', message, path, part: { text, from: 0, to: text.length } },
    ];
  }
  if (language === 'python') return [];
  const script = readScript(hasExpressions ? filledIn(text) : text, 'body');
  if (script.kind !== 'wrong') return [];
  const at = Math.min(script.at, Math.max(0, text.trimEnd().length - 1));
  const message = `This is not valid JavaScript: ${script.message}.`;
  return [{ severity: 'error', code: 'wrong-script', message, path, part: { text, from: at, to: at + 1 } }];
}

/** The code with a name of the same length in place of each expression. */
function filledIn(text: string): string {
  let filled = text;
  for (const { code, from } of scan(text).snippets) {
    const length = code.length + 4;
    filled = filled.slice(0, from - 2) + '_'.repeat(length) + filled.slice(from - 2 + length);
  }
  return filled;
}
