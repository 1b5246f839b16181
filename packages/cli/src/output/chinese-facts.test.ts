import { expect, it } from 'vitest';
import { nameFactsInChinese } from './chinese-facts.ts';

it.each([
  ['there is no file or folder /data/my crawl', '/data/my crawl'],
  ['there is no file /data/tokeniser.json, nor a model', '/data/tokeniser.json'],
  [
    '--html ./nowhere/card.html: there is no folder /data/nowhere',
    '--html ./nowhere/card.html、/data/nowhere',
  ],
  ['/data/my docs holds no document that can be read (3 .png)', '/data/my docs、3 .png'],
  ['harbour.ts cannot be read as a recipe: there is no such file', 'harbour.ts'],
  ['"2k" is no --context: a whole number', '"2k"、--context'],
  ["unknown option '--harbour'", "'--harbour'"],
  ['port 4700 is taken', '4700'],
  ['a server (process 4711) already runs on /home/me/my state', '4711、/home/me/my state'],
  ['the server has not answered for 60 s', '60 s'],
  ['the database at postgres://me@host:5432/x does not answer', 'postgres://me@host:5432/x'],
  ['there is no artifact "0123456789ab"', '"0123456789ab"'],
  ['the attempt was cancelled', ''],
])('the facts of "%s" are "%s"', (message, told) => {
  expect(nameFactsInChinese(message)).toBe(told);
});

it.each([
  [
    '--near-duplicates is 3; allowed: 0, or between 0.5 and 1',
    '--near-duplicates 为 3；可取：0，或 0.5 到 1 之间',
  ],
  [
    'step "dataset" (data): "seed" is "one"; allowed: a whole number',
    '步骤 "dataset" 的 "seed" 为 "one"；可取：整数',
  ],
  ['--quality is "no"; allowed: "none", "c4"', '--quality 为 "no"；可取："none"、"c4"'],
  ['--heldout is 3; allowed: at most 0.5', '--heldout 为 3；可取：至多 0.5'],
  [
    '--languages is "xx"; allowed: a tag such as en, de or zh',
    '--languages 为 "xx"；可取：语言标签，如 en、de、zh',
  ],
  ['"url" is "x"; allowed: what nobody has put into Chinese', '"url" 为 "x"'],
])('what is allowed is worded in Chinese: %s', (message, told) => {
  expect(nameFactsInChinese(message)).toBe(told);
});
