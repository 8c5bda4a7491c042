// Bytes as text. A byte that is none in its encoding ends the import before anything is sent: what
// a decoder puts in its place would be stored for good.

import type { CliError } from '../errors.ts';
import { bytesOf, wrongFile } from './source.ts';

/** The text of a file, in parts; its first byte that cannot be decoded is an error. */
export async function* decoded(
  file: string,
  zipped: boolean,
  encoding: string,
  advice = 'name the encoding of the file with --encoding, such as windows-1252, or save it as UTF-8',
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let before = 0;
  try {
    for await (const part of bytesOf(file, zipped)) {
      yield decoder.decode(part, { stream: true });
      before += part.length;
    }
    yield decoder.decode();
  } catch (error) {
    if (!isUndecoded(error)) throw error;
    throw await undecoded({ file, zipped, encoding, before, advice });
  }
}

/** Reads a file to its end, so that nothing is sent of one that cannot be decoded. */
export async function assertDecodes(
  file: string,
  zipped: boolean,
  encoding: string,
): Promise<void> {
  for await (const _ of decoded(file, zipped, encoding));
}

const isUndecoded = (error: unknown) =>
  (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** Where decoding failed: in a part that begins after so many bytes. */
interface Failed {
  file: string;
  zipped: boolean;
  encoding: string;
  before: number;
  advice: string;
}

/** More bytes than a character has in any encoding. */
const longest = 16;

/**
 * The error that names the place. Decoders do not tell it: the file is read again, and byte by byte
 * from shortly before the part that failed.
 */
async function undecoded({ file, zipped, encoding, before, advice }: Failed): Promise<CliError> {
  // The mark at the beginning counts as a character here, so that the place is right.
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let line = 1;
  let at = 0;
  let start = 0;
  // A byte that gives no character yet belongs to the next one.
  let held: number[] = [];
  const see = (text: string) => {
    if (text === '') return;
    line += text.split('\n').length - 1;
    start = at;
    held = [];
  };
  try {
    for await (const part of bytesOf(file, zipped)) {
      const whole = Math.min(part.length, Math.max(0, before - longest - at));
      at += whole;
      if (whole > 0) see(decoder.decode(part.subarray(0, whole), { stream: true }));
      for (const byte of part.subarray(whole)) {
        held.push(byte);
        at += 1;
        see(decoder.decode(Uint8Array.of(byte), { stream: true }));
      }
    }
    decoder.decode();
  } catch (error) {
    if (!isUndecoded(error)) throw error;
  }
  const [found] = held;
  const shown = found === undefined ? '' : ` (0x${found.toString(16).padStart(2, '0')})`;
  return wrongFile(
    `line ${line} of ${file}: byte ${(start + 1).toLocaleString('en')} of the file${shown} is not ` +
      `${encoding}`,
    advice,
  );
}
