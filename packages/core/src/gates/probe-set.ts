/**
 * The fixed texts every parity gate uses: English, Chinese, code, emoji and odd spacing.
 * Invariant: changing a text changes what reports mean; add new ones rather than edit.
 */
import type { ProbeSet } from '@slipway/contracts';

export const standardProbeSet: ProbeSet = {
  texts: [
    {
      id: 'english',
      text: 'A slipway is a ramp on the shore by which ships are moved to and from the water. It was built in 1897, and 3,412 vessels have left it since; the oldest still sails.',
    },
    {
      id: 'chinese',
      text: '船台是建造和下水船舶的地方。这座船台建于1897年，至今已有三千四百一十二艘船从这里驶向大海，其中最老的一艘仍在航行。',
    },
    {
      id: 'code',
      text: 'export function sum(values: number[]): number {\n  let total = 0;\n  for (const value of values) total += value * 2;\n  return total; // doubled\n}\n',
    },
    { id: 'emoji', text: 'Launch day 🚢🎉 — naïve café, Ångström, 👩‍👩‍👧‍👦 and ①②③ → ½ of “all” … done ✅' },
    {
      id: 'spacing',
      text: '  two  spaces,\ttabs\t\tand\n\n\nnewlines; 0x1F 1e-9 12345678 $99.95 50% a_b__c',
    },
    {
      id: 'markdown',
      text: '## Install\n\n```sh\nnpm install --save-dev example@^2.1.0\n```\n\n- [x] done\n- [ ] open, see [the guide](https://example.org/guide)\n',
    },
  ],
  chats: [
    {
      id: 'one-turn',
      messages: [{ role: 'user', content: 'What is a slipway?' }],
      addGenerationPrompt: true,
    },
    {
      id: 'system-and-turns',
      messages: [
        { role: 'system', content: '你是一个船厂的助手。' },
        { role: 'user', content: '什么是船台？' },
        { role: 'assistant', content: '船台是建造船舶的地方。' },
        { role: 'user', content: 'And in English? 🚢' },
      ],
      addGenerationPrompt: true,
    },
    {
      id: 'closed',
      messages: [
        { role: 'user', content: 'Say "done".' },
        { role: 'assistant', content: 'done' },
      ],
      addGenerationPrompt: false,
    },
  ],
};
