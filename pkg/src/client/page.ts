// Pages and files of the server's, as a client fetches them.

import { coreOf } from './members.ts';
import type { CallOptions } from './options.ts';
import { promised } from './promised.ts';

/**
 * Fetches the page at `path` below the server's root, with the session, queue, retries, time limit
 * and context of the client: a read, by the name of a method in errors and to hooks.
 *
 * @throws `OdooError` over a protocol that has no pages; the errors of `call`.
 */
export function pageAt(
  client: object,
  model: string,
  method: string,
  path: string,
  options: CallOptions,
): Promise<any> {
  // Without its slash it would be the end of another host's name.
  const page = `/${path}`;
  return promised((resolve, reject) =>
    coreOf(client).call(model, method, [], {}, page, options, resolve, reject),
  );
}
