// Every case of the matrix, and how one is run.
//
// A case is `{ name, quick?, dependencies?, manifest?, run(workspace) }`. `run` answers a report:
// `{ version, checks, milliseconds?, gzip? }`, or `{ version, proof }` where something else than
// the smoke was run.

import { browserCases } from './cases/browser.mjs';
import { bundlerCases } from './cases/bundlers.mjs';
import { bulkCases } from './cases/bulk.mjs';
import { columnsCases } from './cases/columns.mjs';
import { documentCases } from './cases/document.mjs';
import { firefoxCases } from './cases/firefox.mjs';
import { nextCases } from './cases/next.mjs';
import { nodeCases } from './cases/node.mjs';
import { otherRuntimeCases } from './cases/other-runtimes.mjs';
import { sandboxCases } from './cases/sandbox.mjs';
import { testRunnerCases } from './cases/test-runners.mjs';
import { typescriptCases } from './cases/typescript.mjs';
import { assertComplete, Workspace } from './workspace.mjs';

export const cases = [
  ...nodeCases,
  ...otherRuntimeCases,
  ...typescriptCases,
  ...browserCases,
  ...firefoxCases,
  ...bundlerCases,
  ...nextCases,
  ...testRunnerCases,
  ...documentCases,
  ...columnsCases,
  ...bulkCases,
  ...sandboxCases,
];

/**
 * Runs one case in a workspace of its own and answers its report; throws unless it shows that
 * everything ran and passed.
 */
export async function runCase({ dependencies, manifest, run }) {
  const workspace = await Workspace.open(dependencies, manifest);
  try {
    const report = await run(workspace);
    assertComplete(report);
    return report;
  } finally {
    await workspace.close();
  }
}
