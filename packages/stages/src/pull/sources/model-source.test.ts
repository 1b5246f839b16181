import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf, formatModelSource, type ModelSource, parseModelReference } from './model-source.ts';

const word = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/);
const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('/'));

const hub = fc.record({
  kind: fc.constantFrom('hf' as const, 'modelscope' as const),
  repository: fc.tuple(word, word).map((words) => words.join('/')),
  path,
  revision: word,
});
const registry = fc.oneof(
  fc.record({ kind: fc.constant('pypi' as const), packageName: word, version: word, member: path }),
  fc.record({
    kind: fc.constant('npm' as const),
    packageName: fc.oneof(
      word,
      fc.tuple(word, word).map(([scope, name]) => `@${scope}/${name}`),
    ),
    version: fc.stringMatching(/^\d\.\d\.\d(-rc\.\d)?(\+[a-z]{1,4}\d)?$/),
    member: path,
  }),
);
const file = fc.record({ kind: fc.constant('file' as const), path: path.map((one) => `/${one}`) });
const source: fc.Arbitrary<ModelSource> = fc.oneof(hub, registry, file);

test('what is written can be read again, alone and in parts', () => {
  fc.assert(
    fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(parseModelReference(parts.map(formatModelSource).join(' + '))).toEqual(parts);
    }),
  );
});

test('any text is either a source or refused with the forms there are', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(parseModelReference(text).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'model-reference-invalid',
          hint: expect.stringContaining('pypi:'),
        });
      }
    }),
  );
});

test('the name of a download has no folders in it', () => {
  fc.assert(
    fc.property(fc.oneof(hub, registry), (one) => {
      expect(fileNameOf(one)).not.toMatch(/[/\\]/);
    }),
  );
});

test.each([
  ['hf:Qwen/Q-GGUF/q.gguf', { kind: 'hf', repository: 'Qwen/Q-GGUF', path: 'q.gguf', revision: 'main' }],
  [
    'modelscope:Qwen/Q/sub/q.gguf',
    { kind: 'modelscope', repository: 'Qwen/Q', path: 'sub/q.gguf', revision: 'master' },
  ],
  ['npm:@a/b@1.0.0!m.gguf', { kind: 'npm', packageName: '@a/b', version: '1.0.0', member: 'm.gguf' }],
  ['pypi:p@1.0+cpu!m.gguf', { kind: 'pypi', packageName: 'p', version: '1.0+cpu', member: 'm.gguf' }],
  ['./a+b:c.gguf', { kind: 'file', path: './a+b:c.gguf' }],
  ['models/q.gguf', { kind: 'file', path: 'models/q.gguf' }],
  ['~/q.gguf', { kind: 'file', path: '~/q.gguf' }],
  ['..', { kind: 'file', path: '..' }],
])('%s', (reference, expected) => {
  expect(parseModelReference(reference)).toEqual([expected]);
});
