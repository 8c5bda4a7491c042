// Running program.mjs: a contender in a process of its own.

import { execFile } from 'node:child_process';
import { inProject } from '../scripts/project.mjs';

/** Has a contender do a task and answers what it reports; rejects with what it complains of. */
export const apart = (order) =>
  new Promise((done, fail) => {
    execFile(
      process.execPath,
      [inProject('bench', 'program.mjs'), JSON.stringify(order)],
      { timeout: 300_000 },
      (error, stdout, stderr) => {
        if (!error) return done(JSON.parse(stdout));
        fail(
          new Error(
            error.killed
              ? 'it took more than 5 minutes'
              : (/^(?:\w+Error\b.*|Error: .*)$/m.exec(stderr)?.[0] ??
                  (stderr.trim() || error.message)),
          ),
        );
      },
    );
  });
