// Makes class C: the files of a company in nested folders and a zip, in English and Chinese, and PDFs of Debian's documentation.
// Invariant: the same store and options give the same bytes; the folder appears under its name when whole. `truth.jsonl` holds the text of
// each made file in its reading order; the real PDFs have none.
// Refuses: to make what needs an office program; .doc, .xls and .ppt are not among the formats.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fetchPackage } from '../sources/fetch-package.mjs';
import { readArchive } from '../sources/read-archive.mjs';
import { createRandom } from '../sources/seeded-random.mjs';
import { openSupply } from '../web/paragraph-supply.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
/** Changes when the same store and options would give other files. */
const officeVersion = 1;
const formats = 'pdf pdf docx docx pptx xlsx csv html md md epub'.split(' ');
const zippedShare = 0.08;
const folders = {
  en: [
    'engineering/design',
    'engineering/runbooks',
    'finance/2023/q4',
    'finance/2024',
    'legal/contracts',
    'people/onboarding',
    'sales',
    '',
  ],
  zh: ['研发/设计文档', '研发/运维手册', '财务/2023年', '财务/2024年', '法务/合同', '人事/入职', '销售', ''],
};
const columns = { en: ['Region', 'Quarter', 'Units', 'Revenue'], zh: ['地区', '季度', '数量', '收入'] };
const regions = { en: ['North', 'South', 'East', 'West'], zh: ['华北', '华南', '华东', '西部'] };
/** Packages whose PDFs are put among the files. */
const realPackages = [
  'debian-reference-en',
  'debian-reference-zh-cn',
  'debian-reference-de',
  'maint-guide',
  'maint-guide-zh-cn',
];
const maxRealFiles = 25;

async function ensurePython(cache) {
  const venv = join(cache, 'venv-office');
  const python = join(venv, 'bin', 'python');
  const mark = join(venv, 'ready');
  if (existsSync(mark)) return python;
  await run(process.env.SLIPWAY_PYTHON ?? 'python3', ['-m', 'venv', venv]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '-r', join(here, 'requirements.txt')], {
    maxBuffer: 1 << 26,
  });
  await writeFile(mark, '');
  return python;
}

function describeFile({ supplies, number, random }) {
  const language = random.chance(0.5) ? 'en' : 'zh';
  const supply = supplies.get(language);
  const sections = Array.from({ length: random.integer(2, 10) }, () => ({
    heading: random.pick(supply.headings),
    paragraphs: supply.next(random).filter((text) => text.length > 20),
  })).filter(({ paragraphs }) => paragraphs.length > 0);
  const format = random.pick(formats);
  const folder = random.chance(zippedShare) ? 'archive.zip' : random.pick(folders[language]);
  const table = [columns[language]];
  for (let row = random.integer(3, 40); row > 0; row -= 1)
    table.push([
      random.pick(regions[language]),
      `Q${random.integer(1, 4)}`,
      random.integer(1, 900),
      random.integer(1000, 99_999),
    ]);
  return {
    path: join(folder, `${language}-${String(number).padStart(4, '0')}.${format}`),
    language,
    title: random.pick(supply.headings),
    sections,
    table,
    isLegacy: language === 'zh' && format === 'csv' && random.chance(0.5),
  };
}

/** PDFs out of Debian's packages, written under `manuals`; the names that were found. */
async function copyRealFiles(folder, cache) {
  const names = [];
  await mkdir(join(folder, 'manuals'), { recursive: true });
  for (const name of realPackages) {
    const { file } = await fetchPackage({ registry: 'debian', name }, cache);
    if (!file) continue;
    for await (const { path, bytes } of readArchive(file, (candidate) => /\.pdf(\.gz)?$/.test(candidate))) {
      if (names.length === maxRealFiles) return names;
      names.push(`${name}-${basename(path)}`);
      await writeFile(join(folder, 'manuals', names.at(-1)), bytes);
    }
  }
  return names;
}

async function digestFolder(folder) {
  const digest = createHash('sha256');
  const counts = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const path of paths.sort()) {
    const bytes = await readFile(path);
    digest.update(path.slice(folder.length)).update(bytes);
    const ending = path.split('.').at(-1);
    counts[ending] = {
      files: (counts[ending]?.files ?? 0) + 1,
      bytes: (counts[ending]?.bytes ?? 0) + bytes.length,
    };
  }
  return { digest: digest.digest('hex'), counts };
}

/** Makes the files if they are not there; `{folder, digest, counts}`. */
export async function makeOffice({ cache, store, manifest, options, say }) {
  const { seed, numFiles } = options;
  const identity = JSON.stringify([officeVersion, manifest.digest, seed, numFiles]);
  const folder = join(cache, `office-${createHash('sha256').update(identity).digest('hex').slice(0, 10)}`);
  const donePath = join(folder, 'manifest.json');
  if (existsSync(donePath)) return JSON.parse(await readFile(donePath, 'utf8'));
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(join(making, 'files'), { recursive: true });
  const supplies = new Map();
  for (const language of ['en', 'zh'])
    supplies.set(language, await openSupply(store, { language, seed: `${seed} office` }));
  const random = createRandom(`${seed} office`);
  const described = Array.from({ length: numFiles }, (_, number) =>
    describeFile({ supplies, number, random }),
  );
  const truthPath = join(making, 'truth.jsonl');
  await writeFile(truthPath, described.map((item) => `${JSON.stringify(item)}\n`).join(''));
  say(`writing ${numFiles} files`);
  await run(await ensurePython(cache), [join(here, 'office_files.py'), truthPath, join(making, 'files')], {
    maxBuffer: 1 << 26,
  });
  const real = await copyRealFiles(join(making, 'files'), cache);
  const report = { folder, ...(await digestFolder(join(making, 'files'))), numRealFiles: real.length };
  await writeFile(join(making, 'manifest.json'), JSON.stringify(report));
  await rename(making, folder);
  return report;
}
