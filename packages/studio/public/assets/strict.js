// Runs before the pages' code: schemas are then interpreted, not compiled, so that the page needs no permission to evaluate text.
globalThis.__zod_globalConfig = { jitless: true };
