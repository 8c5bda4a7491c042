// Who is asked before something is written: the person at the terminal. Without one, --yes has to
// say so.

import type { SafetyContext } from 'odoo-client-wasm';
import { confirm } from './ask.ts';
import { CliError, exitCodes } from './errors.ts';
import { canAsk } from './output.ts';

/** Questions come one after the other: two at once could not be told apart. */
let last: Promise<unknown> = Promise.resolve();

export const guard: SafetyContext = {
  confirm({ level, description }) {
    if (level === 'READ') return true;
    const answer = last.then(() => ask(level, description));
    last = answer.catch(() => {});
    return answer;
  },
};

/** Asks whether a thing is to be done; a no, or nobody to ask, is an error. */
export async function mustConfirm(question: string): Promise<void> {
  if (!canAsk()) {
    throw new CliError(
      exitCodes.unconfirmed,
      `${question} Nobody can be asked without a terminal`,
      'add --yes to do it, or --dry-run to see what would be sent',
    );
  }
  if (!(await confirm(question)))
    throw new CliError(
      exitCodes.unconfirmed,
      'nothing was sent: the answer was no',
      'run it again, and answer with y',
    );
}

async function ask(level: string, description: string): Promise<boolean> {
  await mustConfirm(`${level === 'DELETE' ? 'Delete' : 'Write'}: ${description}?`);
  return true;
}
