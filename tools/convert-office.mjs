// Converts files of a company to Markdown and tells how fast: pages a second of one process's own time.
//   node tools/convert-office.mjs OUT FILE...
// Writes OUT/NAME.md for each file that has text, and prints one line a file.
import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { convertBytes } from '../packages/text/dist/office/process/convert-bytes.js';

const [folder, ...paths] = process.argv.slice(2);
if (!folder || paths.length === 0) {
  console.error('usage: node tools/convert-office.mjs OUT FILE...');
  process.exit(2);
}
let numPages = 0;
let numMs = 0;
for (const path of paths) {
  const bytes = await readFile(path);
  const start = process.cpuUsage();
  const result = await convertBytes(bytes, extname(path).slice(1).toLowerCase());
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  if (result.kind === 'text') {
    await writeFile(join(folder, `${basename(path)}.md`), result.bytes);
    numPages += result.pages?.length ?? 1;
    numMs += took;
    console.log(
      `${path}: ${result.pages?.length ?? 1} pages, ${took.toFixed(0)} ms, ${result.title ?? 'no title'}`,
    );
  } else console.log(`${path}: ${result.reason}: ${result.detail}`);
}
console.log(`${numPages} pages, ${((numPages / numMs) * 1000).toFixed(1)} pages a second of processor time`);
process.exit();
