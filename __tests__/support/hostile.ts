/** Text that would be something else if it could, and what must not come out of it anywhere. */
export const hostile: readonly (readonly [what: string, text: string])[] = [
  ['a workflow command', '::error::pwned'],
  ['a workflow command after white space', ' \t::set-output name=x::pwned'],
  ['a workflow command on a line of its own', 'x\n::add-mask::pwned'],
  ['a workflow command after a carriage return', 'y\r::add-mask::pwned'],
  ['an old workflow command', 'x ##[add-mask]pwned'],
  ['a stop command', 'x ##[stop-commands]pwned'],
  ['an ANSI escape', 'x\u001b[31mred\u001b[0m'],
  ['a Unicode line separator', 'x\u2028::error::pwned\u2029y'],
  ['a bidirectional control', 'x\u202egnp.exe'],
  ['a Markdown link', '[x](https://evil.example)'],
  ['a Markdown image', '![x](https://evil.example/x.png)'],
  ['a table', 'a | b | c'],
  ['a fence', 'x ``` y ```` z ~~~'],
  ['HTML', '<img src=x onerror=alert(1)></details><!--'],
  ['a mention', 'x @octocat @acme/team'],
  ['a reference', 'x #123 GH-1 acme/revenue#4'],
  ['a bare address', 'https://evil.example www.evil.example'],
  ['Mermaid', '"]; click p0 "https://evil.example" %% end'],
  ['an output delimiter', 'x\nghadelimiter_x\nevil=1'],
  ['output delimiters of several lengths', 'x\nghadelimiter\nghadelimiter___\nghadelimiter_\nevil=1'],
];

/** Everything in a log and a page that would be acted on: a command in the one, markup in the other. */
export function acted(run: { readonly stdout: string; readonly summary: string }): string[] {
  const ours = /^::(add-mask|group|endgroup|error|warning|notice)[ :]/;
  const commands = run.stdout
    .split(/\r\n|\r|\n|\u2028|\u2029/)
    .filter((line) => (/^\s*::/.test(line) && !ours.test(line)) || line.includes('##['));
  const masks = run.stdout.match(/^\s*::add-mask::.*$/gm)?.slice(1) ?? [];
  const controls = (run.stdout + run.summary).match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [];
  const page = run.summary.replace(/^(`{3,})(json|diff|mermaid)\n[\s\S]*?^\1$/gm, '');
  // GitHub looks for no mention and no reference inside code
  const prose = page.replace(/<code>[^<]*<\/code>/g, '');
  const markup = [
    ...page.matchAll(/!?\[[^\]]*\]\((?!https:\/\/(github\.com|app\.getcargo\.io)\/)[^)]*\)/g),
    ...page.matchAll(/<(?!\/?(code|details|summary|b|br|sub)>)[a-z!/][^>]*>/gi),
    ...prose.matchAll(/(^|[^\w`/.-])@[a-z]/gi),
    ...prose.matchAll(/(^|\s)(#\d|GH-\d)/g),
    ...page.matchAll(/(?<!\]\()\bhttps?:\/\/evil|\bwww\.evil/g),
  ].map(([found]) => found);
  return [
    ...commands,
    ...masks,
    ...controls.filter((each) => each !== '\n' && each !== '\t').map((each) => `control ${escape(each)}`),
    ...markup,
  ];
}

const escape = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16)}`;
