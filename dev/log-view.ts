import type { Style } from './style.ts';

const command = /^\s*::([a-z][a-z-]*)(?: (.*?))?::(.*)$/s;

function unescape(text: string): string {
  return text
    .replace(/%0D/gi, '')
    .replace(/%0A/gi, '\n')
    .replace(/%3A/gi, ':')
    .replace(/%2C/gi, ',')
    .replace(/%25/g, '%');
}

function placeOf(properties: string): string {
  const values = new Map(
    properties.split(',').map((each) => each.split('=') as [string, string | undefined]),
  );
  const parts = ['file', 'line', 'col'].map((name) => values.get(name)).filter((part) => part !== undefined);
  return unescape(parts.join(':'));
}

/** What an annotation says, without its file and line at the start. */
function withoutPlace(text: string): string {
  return text.replace(/^\S+:\d+: /, '');
}

/** A log that is shown as it comes. */
export interface LogView {
  push: (text: string) => void;
  /** Shows what is left of a last line that didn't end. */
  end: () => void;
}

/**
 * Shows a step's log as the runner does: groups as headings, annotations with their place, masked texts hidden. An
 * annotation that the log has already told is not shown again.
 * @param write is given each line to be shown, with its line break
 */
export function createLogView(style: Style, write: (line: string) => void): LogView {
  const masked: string[] = [];
  const told: string[] = [];
  let rest = '';
  let indent = '';

  const hide = (text: string): string =>
    masked.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  const annotations = {
    error: style.red('Error'),
    warning: style.yellow('Warning'),
    notice: style.blue('Notice'),
  };

  /** Whether the log has a line that says the same; an annotation's text begins with its file and line. */
  const isTold = (text: string, place: string): boolean => {
    const message = withoutPlace(text).replace(/ \d+ more are in the job summary and the log\.$/, '');
    return place === ''
      ? told.includes(message) || told.includes(`Failed: ${message}`)
      : told.some((each) => each.startsWith(place) && each.endsWith(message));
  };

  function show(line: string): void {
    const [, name = '', properties = '', text = ''] = command.exec(line) ?? [];
    switch (name) {
      case '':
        told.push(hide(line).trim());
        write(`${indent}${hide(line)}\n`);
        return;
      case 'group':
        write(`\n${style.bold(hide(unescape(text)))}\n`);
        indent = '  ';
        return;
      case 'endgroup':
        indent = '';
        return;
      case 'add-mask':
        masked.push(unescape(text));
        return;
      case 'error':
      case 'warning':
      case 'notice': {
        const place = placeOf(properties);
        const [first = '', ...more] = hide(unescape(text)).split('\n');
        if (isTold(first, place)) return;
        write(
          `${indent}${annotations[name]} ${place === '' ? '' : `${style.bold(place)} `}${withoutPlace(first)}\n`,
        );
        for (const each of more) write(`${indent}  ${each}\n`);
        return;
      }
      default:
        // the runner shows no other command either
        return;
    }
  }

  return {
    push(text) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) show(line);
    },
    end() {
      if (rest !== '') show(rest);
      rest = '';
    },
  };
}
