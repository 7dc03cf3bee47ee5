import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

/** What the pure rooms can't see: the runner, the network, files, time, chance. */
const effects = [
  '@actions/*',
  'undici',
  'node:*',
  'fs',
  'path',
  'os',
  'http',
  'https',
  'crypto',
  'child_process',
  'timers',
];
const effectGlobals = [
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'performance',
  'crypto',
  'Buffer',
];

/** Forbids a room to import from these places, written as the imports are: globs, or a regular expression. */
const never = (...groups) => [
  'error',
  {
    patterns: groups
      .filter(([group]) => group.length > 0)
      .map(([group, message]) =>
        typeof group === 'string' ? { regex: group, message } : { group, message },
      ),
  },
];

/** Every room of src/ but these, as imports name them. */
const roomsBut = (...allowed) =>
  ['definition', 'reconcile', 'report', 'cargo', 'github', 'inputs', 'run', 'modes']
    .filter((room) => !allowed.includes(room))
    .map((room) => `**/${room}/**`);

/** A file that lies beside the rooms, seen from so many folders down: only errors and the clock are for all. */
const besideTheRooms = (depth) => `^${'\\.\\./'.repeat(depth)}(?!errors\\.ts$|clock\\.ts$)[^/]+\\.ts$`;

const outside = [['**/sandbox/**', '**/dev/**'], 'what ships knows nothing of what a clone offers'];

/** A room of src/ and the rooms that it may look into. */
const room = (name, ...allowed) =>
  [1, 2].map((depth) => ({
    files: [`src/${name}/${'*/'.repeat(depth - 1)}*.ts`],
    rules: {
      'no-restricted-imports': never(
        [roomsBut(name, ...allowed), `${name} may look into ${allowed.join(', ') || 'no other room'}`],
        [besideTheRooms(depth), `${name} knows errors.ts and clock.ts, and nothing else at the top`],
        outside,
      ),
    },
  }));

/** A pure room: effects enter as parameters. */
const core = (name, ...allowed) => [
  ...room(name, ...allowed).map(({ files, rules }) => {
    const [level, { patterns }] = rules['no-restricted-imports'];
    const pure = { group: effects, message: `${name} is pure: effects enter as parameters` };
    return { files, rules: { 'no-restricted-imports': [level, { patterns: [...patterns, pure] }] } };
  }),
  {
    files: [`src/${name}/**`],
    rules: {
      'no-restricted-globals': ['error', ...effectGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
    },
  },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      'coverage/',
      'reports/',
      'node_modules/',
      '__tests__/cases/',
      '__tests__/cases-live/',
      '__tests__/cases-workflow/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/method-signature-style': ['error', 'property'],
      // `return wrong(…)` notes a problem and gives nothing back, on purpose
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
      ],
    },
  },
  {
    files: ['src/**'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          considerDefaultExhaustiveForUnions: false,
          requireDefaultForNonUnion: false,
        },
      ],
    },
  },
  ...core('definition'),
  ...core('reconcile', 'definition'),
  ...core('report', 'definition', 'reconcile'),
  ...room('cargo', 'definition', 'reconcile', 'report'),
  ...room('github', 'definition', 'reconcile', 'report'),
  ...room('inputs', 'definition', 'reconcile', 'report'),
  ...room('run', 'definition', 'reconcile', 'report', 'cargo', 'github', 'inputs'),
  ...room('modes', 'definition', 'reconcile', 'report', 'cargo', 'github', 'inputs', 'run'),
  {
    files: ['src/*.ts'],
    rules: { 'no-restricted-imports': never(outside) },
  },
  {
    files: ['sandbox/**'],
    rules: {
      'no-restricted-imports': never([
        ['**/src/**', '**/dev/**'],
        'the sandbox knows nothing of the product',
      ]),
    },
  },
  {
    files: ['dev/**'],
    rules: { 'no-restricted-imports': never([['**/src/**'], 'a clone runs dist/, as the runner does']) },
  },
  {
    files: ['__tests__/**'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'vi', property: 'mock' },
        { object: 'vi', property: 'spyOn' },
      ],
    },
  },
  { files: ['*.config.ts', '*.config.js', '**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  prettier,
);
