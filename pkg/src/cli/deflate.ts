// Compression of ZIP files: Node before 20.12 has it in its own module only, and not under the name
// of the web.

import { Duplex } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

/** Gives the streams of the web `deflate-raw`, where they do not know it. */
export function completeStreams(): void {
  complete('CompressionStream', createDeflateRaw);
  complete('DecompressionStream', createInflateRaw);
}

function complete(name: 'CompressionStream' | 'DecompressionStream', make: () => Duplex): void {
  const Own = globalThis[name] as new (format: string) => object;
  try {
    new Own('deflate-raw');
  } catch {
    const Complete = function completed(format: string) {
      return format === 'deflate-raw' ? Duplex.toWeb(make()) : new Own(format);
    };
    Object.defineProperty(globalThis, name, {
      value: Complete,
      writable: true,
      configurable: true,
    });
  }
}
