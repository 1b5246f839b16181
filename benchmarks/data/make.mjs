// `node benchmarks/data/make.mjs CLASS [--cache FOLDER] [--seed N] ...`: makes the inputs of the benchmark; CLASS is store, web, warc or office.
// Invariant: what is there already is not made again; the last line on standard output is one JSON object with folder, sizes and digest.
// Refuses: an unknown class or option.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeStore } from './sources/make-store.mjs';

const classes = {
  store: async (context) => ({
    folder: context.store,
    digest: context.manifest.digest,
    languages: context.manifest.languages,
  }),
  web: async (context) => (await import('./web/make-web.mjs')).makeWeb(context),
  warc: async (context) => (await import('./warc/make-warc.mjs')).makeWarc(context),
  office: async (context) => (await import('./office/make-office.mjs')).makeOffice(context),
};
const defaultBytes = { web: 1e9, warc: 200e6 };
const quickBytes = { web: 64e6, warc: 32e6 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string', default: join(homedir(), '.cache', 'slipway-benchmark-data') },
    seed: { type: 'string', default: '1' },
    'size-mb': { type: 'string' },
    quick: { type: 'boolean', default: false },
    junk: { type: 'string', default: '0.25' },
    near: { type: 'string', default: '0.15' },
    exact: { type: 'string', default: '0.1' },
    benchmarks: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', default: '500' },
  },
});
const [name] = positionals;
if (!Object.hasOwn(classes, name ?? '')) throw new Error(`name a class: ${Object.keys(classes).join(', ')}`);

const say = (line) => process.stderr.write(`${line}\n`);
const { folder: store, manifest } = await makeStore({ cache: values.cache, say });
const sizeBytes = values['size-mb']
  ? Number(values['size-mb']) * 1e6
  : (values.quick ? quickBytes : defaultBytes)[name];
const options = {
  seed: values.seed,
  sizeBytes,
  junk: Number(values.junk),
  near: Number(values.near),
  exact: Number(values.exact),
  benchmarks: values.benchmarks,
  numFiles: values.quick ? 60 : Number(values.files),
};
const made = await classes[name]({ cache: values.cache, store, manifest, options, say });
console.log(JSON.stringify(made));
