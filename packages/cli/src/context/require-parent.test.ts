import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireParent } from './require-parent.ts';

test('a place for something new lies in a folder that is there', async () => {
  await requireParent('--html', join(tmpdir(), 'card.html'));
  await requireParent('--html', 'card.html');
  await expect(requireParent('--html', './nowhere/card.html')).rejects.toMatchObject({
    code: 'argument-invalid',
    message: expect.stringMatching(/^--html \.\/nowhere\/card\.html: there is no folder .*nowhere$/),
    hint: expect.stringContaining('make that folder'),
  });
});
