// What befalls stdout and stderr: a reader that goes away, a disk that is full.

import { exitCodes } from './errors.ts';

/** A reader that went away (`| head`) ends the program quietly: it has what it wanted. */
export function watchPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
        process.exit(process.exitCode ?? 0);
      process.exitCode = exitCodes.file;
      if (stream === process.stdout) {
        process.stderr.write(
          `odoo-client-wasm: cannot write to stdout: ${error.message}\n` +
            '  check the disk, or choose another place with -o\n',
        );
      }
      process.exit();
    });
  }
}
