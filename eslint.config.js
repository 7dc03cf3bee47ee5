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

/** Forbids a room to import from these places, written as the imports are. */
const never = (...groups) => ['error', { patterns: groups.map(([group, message]) => ({ group, message })) }];

const core = (room, ...above) => ({
  files: [`src/${room}/**`],
  rules: {
    'no-restricted-imports': never(
      [effects, `${room} is pure: effects enter as parameters`],
      [['**/cargo/**', '**/github/**', '**/sandbox/**', '../*.ts', '!../errors.ts'], `${room} knows no edge`],
      ...above.map((name) => [[`../${name}/**`], `${room} does not look up to ${name}`]),
    ),
    'no-restricted-globals': ['error', ...effectGlobals],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random' },
      { object: 'Date', property: 'now' },
    ],
  },
});

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
  core('definition', 'reconcile', 'report'),
  core('reconcile', 'report'),
  core('report'),
  {
    files: ['src/cargo/**'],
    rules: {
      'no-restricted-imports': never([
        ['**/github/**', '**/sandbox/**', '@actions/*', '../main.ts'],
        'cargo knows the core alone',
      ]),
    },
  },
  {
    files: ['src/github/**'],
    rules: {
      'no-restricted-imports': never([
        ['**/cargo/**', '**/sandbox/**', 'undici', '../main.ts'],
        'github knows the core alone',
      ]),
    },
  },
  {
    files: ['src/sandbox/**'],
    rules: { 'no-restricted-imports': never([['../**'], 'the sandbox knows nothing of the product']) },
  },
  {
    files: ['src/index.ts'],
    rules: { 'no-restricted-imports': never([['./sandbox/**'], 'the product does not know the sandbox']) },
  },
  {
    files: ['src/*.ts'],
    ignores: ['src/index.ts'],
    rules: {
      'no-restricted-imports': never([['./main.ts', './sandbox/**'], 'only index.ts begins the story']),
    },
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
