// NDJSON and ids from stdin.

import { createInterface } from 'node:readline';
import { CliError, exitCodes, usageError } from './errors.ts';

/** The lines of stdin that are not blank, with their numbers. */
async function* lines(): AsyncGenerator<[number: number, text: string]> {
  if (process.stdin.isTTY)
    throw usageError(
      '- reads stdin, and stdin is the terminal',
      'pipe the records in: … < records.ndjson',
    );
  let number = 0;
  for await (const line of createInterface({
    input: process.stdin,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() !== '') yield [number, text];
  }
}

/** The objects of stdin: NDJSON, one in each line. A whole JSON list in one line will do, too. */
export async function objectsOfStdin(): Promise<Record<string, unknown>[]> {
  const objects: Record<string, unknown>[] = [];
  for await (const [number, text] of lines()) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new CliError(
        exitCodes.usage,
        `line ${number} of stdin is not JSON: ${(error as Error).message}`,
        'write one JSON object in each line',
      );
    }
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item !== 'object' || item === null || Array.isArray(item))
        throw usageError(
          `line ${number} of stdin is not an object`,
          'write one JSON object in each line',
        );
      objects.push(item as Record<string, unknown>);
    }
  }
  return objects;
}

/** The ids of stdin: numbers, or objects that have an `id`. */
export async function idsOfStdin(): Promise<number[]> {
  const ids: number[] = [];
  for await (const [number, text] of lines()) {
    for (const part of text.trim().startsWith('{') || text.trim().startsWith('[')
      ? jsonIds(text)
      : text.trim().split(/[\s,]+/)) {
      const id = Number(part);
      if (!Number.isSafeInteger(id) || id < 1)
        throw usageError(
          `line ${number} of stdin has no id`,
          'write an id in each line, or objects with an id',
        );
      ids.push(id);
    }
  }
  return [...new Set(ids)];
}

function jsonIds(text: string): unknown[] {
  try {
    const value = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).map((item) =>
      typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : item,
    );
  } catch {
    return [Number.NaN];
  }
}
