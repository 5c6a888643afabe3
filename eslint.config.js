import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import tseslint from 'typescript-eslint';

const electron = { name: 'electron', message: 'Electron is for the desktop shell and its preload alone.' };

const renaming = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: ['rename', 'renameSync'],
  message: 'A file is replaced by replaceFile of src-main/files, which flushes before it renames.',
}));

/** Imports go one way: each room, what it may not reach, and why. */
function room(files, patterns, paths = [electron]) {
  return {
    files,
    rules: { 'no-restricted-imports': ['error', { paths: [...paths, ...renaming], patterns }] },
  };
}

const node = {
  regex: '^(node:|fs$|path$|os$|child_process$)',
  message: 'This room runs in the browser too: nothing of Node here.',
};
const mainRooms = { regex: '(^|/)src-main/', message: 'Only the contract leads to the engine.' };
const rendererRoom = { regex: '(^|/)src-renderer/', message: 'The interface is a room of its own.' };
const hosts = {
  regex: '^(\\.\\./)+(desktop|web|cli)(/|$)',
  message: 'A host is nobody’s library; what hosts share is in processes/.',
};
const engine = {
  regex: '^(\\.\\./)+(engine|trainer)(/|$)',
  message: 'Hosts reach the engine through the contract alone.',
};
const trainerInside = {
  regex: '^(\\.\\./)+trainer/(?!(protocol|checkpoints/(safetensors|checkpoint|moments))$)',
  message: 'The engine knows the trainer by its protocol and its files alone.',
};
const engineInside = { regex: '^(\\.\\./)+engine(/|$)', message: 'A trainer knows nothing of the engine.' };
const tensorflow = {
  regex: '^@tensorflow/',
  message: 'TensorFlow lives in the trainer alone.',
};
const processes = {
  regex: '(^|/)processes(/|$)',
  message: 'A trainer is started with fork; it needs no host pipe.',
};

/**
 * The rooms of `src-shared`, each step built on those before it. A room knows itself, the steps below it and the loose
 * files (errors, ids, random numbers, how figures are written), which know no room at all.
 */
const sharedSteps = [
  ['ops'],
  ['catalogue'],
  ['frameworks'],
  ['network', 'data'],
  ['training'],
  ['sweeps'],
  ['experiment'],
  ['runs'],
  ['diagnosis', 'statistics', 'code', 'importing', 'pictures', 'drawing', 'exporting', 'predictions'],
  ['report'],
  ['contract'],
];
const sharedGeneral = [node, mainRooms, rendererRoom, tensorflow];

function sharedRooms() {
  const all = sharedSteps.flat();
  for (const entry of readdirSync(resolve(import.meta.dirname, 'src-shared'), { withFileTypes: true })) {
    if (entry.isDirectory() && !all.includes(entry.name)) {
      throw new Error(`src-shared/${entry.name} has no place in the order of sharedSteps`);
    }
  }
  const inside = sharedSteps.flatMap((step, index) => {
    const below = sharedSteps.slice(0, index).flat();
    return step.map((name) => ({
      files: `src-shared/${name}/**/*.ts`,
      closed: all.filter((other) => other !== name && !below.includes(other)),
    }));
  });
  return [{ files: 'src-shared/*.ts', closed: all }, ...inside].map(({ files, closed }) => {
    const above = {
      regex: `^(\\.\\./|\\./)+(${closed.join('|')})(/|$)`,
      message: `Inside src-shared, imports go down: ${sharedSteps.map((step) => step.join(', ')).join(' < ')}.`,
    };
    return room([files], closed.length === 0 ? sharedGeneral : [...sharedGeneral, above]);
  });
}

/** The interface's rooms from below; each may import those before it. */
const order = ['shared', 'stores', 'features', 'app'];
const rendererRooms = order.map((name, index) => {
  const above = order.slice(index + 1).join('|');
  return {
    files: [`src-renderer/${name}/**/*.{ts,vue}`],
    above: above === '' ? [] : [{ regex: `^(\\.\\./)+(${above})/`, message: `Order: ${order.join(' < ')}.` }],
  };
});
/** A feature knows no other: what two need is in stores/ or shared/, and app/ puts features together. */
const features = readdirSync(resolve(import.meta.dirname, 'src-renderer', 'features')).map((name, _, all) => {
  const others = all.filter((other) => other !== name).join('|');
  return {
    files: [`src-renderer/features/${name}/**/*.{ts,vue}`],
    above: [
      { regex: '^(\\.\\./)+app/', message: `Order: ${order.join(' < ')}.` },
      {
        regex: `^(\\.\\./)+(features/)?(${others})/`,
        message: 'A feature knows no other: what two need is in stores/ or shared/.',
      },
    ],
  };
});

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'coverage/', 'test-results/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { extraFileExtensions: ['.vue'] } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A class with private members alone behind an interface, or an empty listener, can be what is meant.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      // Allowed with a reason beside it, which only a reader can check.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Edits to a document are made in place, on a draft.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // The compiler knows every name.
      'no-undef': 'off',
    },
  },
  {
    files: ['src-*/**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          'src-shared/tsconfig.json',
          'src-main/tsconfig.json',
          'src-preload/tsconfig.json',
          'src-renderer/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is a seed and a counter.' },
      ],
      'no-console': 'off',
    },
  },
  {
    files: ['src-*/**/*.{ts,vue}'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  ...sharedRooms(),
  ...[...rendererRooms, ...features].map(({ files, above }) =>
    room(files, [node, mainRooms, tensorflow, ...above]),
  ),
  {
    files: ['src-main/files/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [electron], patterns: [rendererRoom, hosts, engine, processes, tensorflow] },
      ],
    },
  },
  room(['src-main/processes/**/*.ts'], [rendererRoom, hosts, engine, tensorflow]),
  room(['src-main/engine/**/*.ts'], [rendererRoom, hosts, trainerInside, tensorflow]),
  room(['src-main/trainer/**/*.ts'], [rendererRoom, hosts, engineInside, processes]),
  room(['src-main/{web,cli}/**/*.ts'], [rendererRoom, engine, tensorflow]),
  room(['src-main/desktop/**/*.ts'], [rendererRoom, engine, tensorflow], []),
  room(['src-preload/**/*.ts'], [mainRooms, rendererRoom, tensorflow], []),
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  prettier,
);
