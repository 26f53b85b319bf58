import js from '@eslint/js';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', 'coverage/', '**/test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'node1/tsconfig.json',
          'node1/test/tsconfig.json',
          'src/tsconfig.pure.json',
          'src/tsconfig.node.json',
          'src/browser/tsconfig.json',
          'test/tsconfig.json',
          'test/browser/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-sort': importSort },
    rules: {
      // One way to write functions, constants and imports.
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      'no-restricted-syntax': [
        'error',
        {
          // With a type annotation it is a value that implements an interface, such as a reporter's factory.
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator[id.typeAnnotation=undefined] > ArrowFunctionExpression',
          message: 'A function of a module is a function declaration.',
        },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variable', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
        { selector: 'variable', modifiers: ['destructured'], format: null },
        { selector: 'function', format: ['camelCase', 'PascalCase'] },
        { selector: 'typeLike', format: ['PascalCase'] },
      ],
      // Node's own, packages, ours from far to near; by name in each.
      'import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^\\.\\.', '^\\.']] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'error',
      // A terminal's text is full of control characters; patterns for them are the point, not a mistake.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'node1/src/**/*.ts'],
    ignores: ['src/cli.ts', 'src/cli/**', 'node1/src/gateway/{client,command,host}.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'exit',
          message: 'Only src/cli (and the commands of a rehearsal) may end the process.',
        },
        { object: 'process', property: 'argv', message: 'Only src/cli reads the command line.' },
        { object: 'process', property: 'stdout', message: 'Write to an injected Output.' },
        { object: 'process', property: 'stderr', message: 'Write to an injected Output.' },
      ],
    },
  },
  {
    // The course's services: plain JavaScript that students read.
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
