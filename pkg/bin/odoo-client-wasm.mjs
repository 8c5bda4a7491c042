#!/usr/bin/env node
// The package's command: the program of src/cli, bundled.

import '../dist/programs/cli.mjs';
