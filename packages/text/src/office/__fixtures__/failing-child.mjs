// A child for the converter's tests: answers with what it is given, and dies, hangs or swells where a path says so.
import { existsSync, writeFileSync } from 'node:fs';

process.on('disconnect', () => process.exit());
process.on('message', ({ source }) => {
  const [order, mark] = source.split(' ');
  if (order === 'die-once' && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(9);
  }
  if (order === 'die') process.kill(process.pid, 'SIGSEGV');
  while (order === 'hang');
  if (order === 'swell') for (const all = []; ; ) all.push(new Array(1e6).fill(all.length));
  process.send({ kind: 'set-aside', reason: 'no-text', detail: String(process.pid) });
});
