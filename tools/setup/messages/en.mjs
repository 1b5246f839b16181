// What set-up says, in English. Twin of `zh.mjs`: the same keys, each a function of the same facts or a sentence.
// Invariant: an error is one line that names the remedy. Refuses: words for programmers where plain ones do.

export const en = {
  node: ({ version }) =>
    `Node.js ${version} is not supported; Slipway needs 20.19 or later (of 22: 22.12 or later). Install one from https://nodejs.org or with your version manager (nvm install 22), then start again.`,
  platform: {
    windows:
      'Slipway does not run on Windows itself. Install WSL 2 (wsl --install) and start again inside it.',
    musl: 'This Linux uses musl, for which PyTorch has no packages. Use a distribution with glibc (Debian, Ubuntu, Fedora), for instance in a container.',
    'intel-mac':
      'PyTorch has no packages for Intel Macs any more. Use a Mac with Apple silicon or a Linux machine.',
    other:
      'This platform is not supported. Use Linux (x64 or arm64, with glibc) or a Mac with Apple silicon.',
  },
  python: {
    missing:
      'No Python was found; Slipway needs 3.10 to 3.13. Install it (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13), or name one: SLIPWAY_PYTHON=/path/to/python3',
    'wrong-path': ({ path }) =>
      `SLIPWAY_PYTHON names ${path}, which does not run as a Python. Correct it, or unset it to let Slipway look for one.`,
    'too-old': ({ version, path }) =>
      `Python ${version} (${path}) is too old; Slipway needs 3.10 to 3.13. Install a newer one, or name it: SLIPWAY_PYTHON=/path/to/python3`,
    'too-new': ({ version, path }) =>
      `Python ${version} (${path}) is newer than the pinned packages; Slipway needs 3.10 to 3.13. Install one of these beside it (macOS: brew install python@3.13), or name it: SLIPWAY_PYTHON=/path/to/python3.13`,
    'no-venv': ({ version, path }) =>
      `Python ${version} (${path}) cannot make virtual environments. Install its venv module (Debian, Ubuntu: apt-get install python3-venv), then start again.`,
  },
  disk: ({ folder, needed, free }) =>
    `Not enough disk space at ${folder}: ${free} GiB free, ${needed} GiB needed. Free some, or move the folder to a larger disk.`,
  npm: {
    missing:
      'npm was not found beside Node.js. Install Node.js with npm (https://nodejs.org), then start again.',
    network: ({ registry, detail }) =>
      `The package registry ${registry} cannot be reached (${detail}). Check the network, or name a proxy or mirror (npm config set proxy URL; npm config set registry URL), then start again: what was fetched is kept.`,
    'no-space': () => 'The disk filled up while packages were installed. Free some space, then start again.',
    'no-permission': ({ detail }) =>
      `Packages cannot be written here (${detail}). Make the folder yours (chown) or clone into one that is, then start again.`,
    other: ({ detail }) => `npm could not install the packages: ${detail}`,
  },
  buildFailed:
    'The build failed; the compiler says above where. If it names a missing package, remove node_modules and start again; else mend what it names, or return to a released version.',
  waitingForSetup: ({ pid }) => `Waiting for another set-up of this folder (process ${pid})`,
  installing: ({ numPackages }) => `Installing ${numPackages} packages`,
  resuming: ({ numPackages }) => `Going on with the installation of ${numPackages} packages`,
  fetched: ({ numFetched }) => `${numFetched} fetched`,
  building: 'Building',
  ready: ({ node, python, took }) => `✓ Set-up is ready: Node.js ${node}, Python ${python} (${took})`,
  noPython: 'none',
  interrupted: 'Stopped. The next start goes on from here.',
  benchmark: {
    unknown: ({ name, names }) =>
      `There is no benchmark ${name ? `named ${name}` : 'without a name'}. Use: npm run benchmark -- NAME [--quick] [--json], where NAME is one of: ${names || '(none yet)'}`,
    badReport: ({ name, faults }) => `The report of ${name} does not have the agreed form: ${faults}`,
  },
  test: {
    pythonSkipped: ({ reason }) => `– Python tests skipped: ${reason}`,
    environment: 'Preparing the Python environment of the tests',
    environmentMissing: 'the command "slipway environment" is not there',
    environmentFailed: ({ detail }) => `the Python environment could not be made (${detail})`,
    noWorkerTests: 'there are none in workers/train/tests',
    model: 'Fetching the model of the tests',
    modelSkipped: ({ detail }) => `– Tests with a real model skipped: it could not be fetched (${detail})`,
    chromium: 'Installing Chromium for the browser tests',
    chromiumSkipped:
      '– Browser tests skipped: no Chromium was found and none could be installed. Install one, or set CHROMIUM_PATH.',
    databaseSkipped:
      '– PostgreSQL tests skipped: none answers at 127.0.0.1:5432. Start one, or set SLIPWAY_TEST_DATABASE_URL.',
    running: ({ what }) => `… Running ${what}`,
    outside: ({ what }) => `✗ ${what} ended with an error outside any test`,
    took: ({ took }) => `✓ All tests took ${took}`,
  },
};
