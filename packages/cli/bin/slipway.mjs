#!/usr/bin/env node
// The command line's door: everything else is in dist/.
import { main } from '../dist/main.js';

process.exitCode = await main(process.argv.slice(2));
