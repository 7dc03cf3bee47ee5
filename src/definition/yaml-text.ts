import { Composer, Lexer, LineCounter, Parser } from 'yaml';
import type { Document } from 'yaml';
import type { Work } from './work.ts';

// these bound the time that a file takes, whatever it holds: tokens of YAML, lines, and `%` directives
const maxTokens = 500_000;
const maxLines = 100_000;
const maxDirectives = 100;

/** How deep lists and mappings may stand in each other. */
export const maxDepth = 100;

// merge keys are off and scalars are YAML 1.2's, whatever a %YAML directive says; that keys are unique is
// checked in `inspect`, since the library compares each with each
const options = {
  schema: 'core',
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** A text that was parsed, or why and where it wasn't. */
export type Composed =
  | { readonly documents: readonly Document.Parsed[]; readonly lines: LineCounter }
  | { readonly problem: 'too-much' | 'too-deep'; readonly offset: number; readonly lines: LineCounter };

/** A step of parsing costs so much. */
type Step = number;

/**
 * Parses a text step by step: what the library's `parseAllDocuments` does in one go.
 * @returns by `return`, the documents, with their errors in them
 */
function* steps(text: string): Generator<Step, Composed, void> {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer(options);
  const documents: Document.Parsed[] = [];
  if (hasMoreLines(text, maxLines)) return { problem: 'too-much', offset: 0, lines };
  let tokens = 0;
  let directives = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > maxTokens) return { problem: 'too-much', offset: parser.offset, lines };
    if (tokens % 1_000 === 0) yield 1_000;
    for (const token of parser.next(lexeme)) {
      if (token.type === 'directive') directives += 1;
      if (directives > maxDirectives) return { problem: 'too-much', offset: token.offset, lines };
      for (const document of composer.next(token)) {
        documents.push(document);
        yield 50;
      }
    }
    // below the document stand the collections, and the scalar that is being read
    if (parser.stack.length > maxDepth + 2) return { problem: 'too-deep', offset: parser.offset, lines };
  }
  yield tokens % 1_000;
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end());
  return { documents, lines };
}

function hasMoreLines(text: string, most: number): boolean {
  let lines = 1;
  for (let end = text.indexOf('\n'); end !== -1 && lines <= most; end = text.indexOf('\n', end + 1))
    lines += 1;
  return lines > most;
}

/** Parses a text, with pauses. */
export async function compose(text: string, work: Work): Promise<Composed> {
  const running = steps(text);
  for (;;) {
    const step = running.next();
    if (step.done === true) return step.value;
    if (work.isDue(step.value)) await work.rest();
  }
}

/** Parses a text that was parsed before, in one go. */
export function composeAtOnce(text: string): Composed {
  const running = steps(text);
  for (;;) {
    const step = running.next();
    if (step.done === true) return step.value;
  }
}
