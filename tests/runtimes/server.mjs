// Servers that cases start: each runs in its workspace and ends with its case.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const patience = 30_000;

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class Server {
  #process;
  #said = '';

  /** Starts a program in the workspace. Its address is `url`, or the first one it prints. */
  static async start(workspace, program, args, { env = {}, url } = {}) {
    const server = new Server();
    server.#process = spawn(program, args, {
      cwd: workspace.folder,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server.#process.on('error', (error) => {
      server.#said += error.message;
    });
    for (const stream of [server.#process.stdout, server.#process.stderr])
      stream.on('data', (chunk) => {
        server.#said += chunk;
      });
    try {
      server.url = await server.#answering(url);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Everything it has printed. */
  get said() {
    return this.#said;
  }

  async #answering(given) {
    for (const started = Date.now(); Date.now() - started < patience; ) {
      const url =
        given ??
        /http:\/\/(?:127\.0\.0\.1|localhost):[1-9]\d*/
          .exec(this.#said)?.[0]
          .replace('localhost', '127.0.0.1');
      if (url && (await fetch(url).catch(() => null))) return url;
      if (this.#ended) break;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`the server did not start:\n${this.#said}`);
  }

  get #ended() {
    return (
      this.#process.exitCode !== null ||
      this.#process.signalCode !== null ||
      this.#process.pid === undefined
    );
  }

  async stop() {
    if (this.#ended) return;
    this.#process.kill();
    await once(this.#process, 'exit');
  }
}
