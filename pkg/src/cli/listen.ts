// A server of a command: opened on its port, and at which address it is then.

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError, exitCodes } from './errors.ts';

/** The address of a server that listens. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Opens the port, and resolves to the server's address; a refusal says what to do. */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(
      exitCodes.usage,
      code === 'EADDRINUSE' ? `port ${port} is taken` : `cannot listen: ${message}`,
      'choose another port, or any free one with --port 0',
    );
  }
  return urlOf(server);
}
