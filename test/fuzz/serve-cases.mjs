// The child process that reads damaged files, one after another, and tells of each how it ended.
// Invariant: a case is named by the seed and its place alone: the same names give the same bytes. What crashes or hangs here is seen by the
// parent, which knows the last case that was told.
import { chooseFrom, createRandom } from './damage-bytes.mjs';
import { damageFile, openSeed } from './damage-file.mjs';
import { openCaseReader } from './read-cases.mjs';
import { seedFiles } from './seed-files.mjs';

/** Makes damaged files by their place. */
export async function openCases(reader, seed) {
  const seeds = (await seedFiles[reader]()).map(openSeed);
  return (place) => {
    const random = createRandom(Math.imul(seed, 0x9e3779b1) + place);
    const file = chooseFrom(seeds, random);
    return { place, name: file.name, bytes: damageFile(file, random), random };
  };
}

async function serve({ reader, seed, first, last }) {
  const makeCase = await openCases(reader, seed);
  const cases = await openCaseReader(reader);
  let next = makeCase(first);
  for (let place = first; place < last; place += 1) {
    const { name, bytes, random } = next;
    const start = performance.now();
    const reading = cases.read(name, bytes, random).then(
      (outcomes) => ({ outcomes }),
      (error) => ({ fault: error.stack ?? String(error) }),
    );
    // While a converter is at work in its process.
    if (place + 1 < last) next = makeCase(place + 1);
    const ended = await reading;
    process.send([place, performance.now() - start, ended.outcomes, ended.fault]);
  }
  await cases.close();
  process.disconnect();
}

const [job] = process.argv.slice(2);
if (process.send && job) await serve(JSON.parse(job));
