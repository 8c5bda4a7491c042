// Where an export's bytes go: stdout, or `FILE.part` until it is whole, with `FILE.part.json` that
// tells how to go on.

import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { CliError, exitCodes, fileError } from '../errors.ts';
import { type Sink, sink } from '../output.ts';

/** How far an export has come; what is written up to `offset` is whole. */
export interface State {
  /** What was asked for: another export must not go on with it. */
  task: string;
  lastId: number;
  records: number;
  offset: number;
  /** What the format needs besides. */
  format?: unknown;
}

export interface Target {
  readonly offset: number;
  write(bytes: Uint8Array | string): Promise<void>;
  /** Keeps how far it has come. */
  keep(state: State): Promise<void>;
  /** The file is whole. */
  finish(): Promise<void>;
  /** It ends here; what there is stays, to go on with it. */
  close(): Promise<void>;
}

/** Stdout, or a device or pipe: what is written is gone. */
export class StreamTarget implements Target {
  offset = 0;
  private readonly out: Sink;

  constructor(file: string | undefined) {
    this.out = sink(file);
  }

  async write(bytes: Uint8Array | string): Promise<void> {
    this.offset += bytes.length;
    await this.out.write(bytes);
  }
  async keep(): Promise<void> {}
  async finish(): Promise<void> {
    await this.out.end();
  }
  async close(): Promise<void> {}
}

export class FileTarget implements Target {
  private constructor(
    readonly file: string,
    private handle: FileHandle,
    public offset: number,
  ) {}

  static partOf = (file: string) => `${file}.part`;
  static stateOf = (file: string) => `${file}.part.json`;

  /** Opens a new file, or the one of an export that was interrupted. */
  static async open(file: string, state: State | undefined): Promise<FileTarget> {
    const part = FileTarget.partOf(file);
    try {
      const handle = await open(part, state ? 'r+' : 'w');
      if (state) {
        const { size } = await handle.stat();
        if (size < state.offset) {
          await handle.close();
          throw new CliError(
            exitCodes.file,
            `${part} is shorter than its state says`,
            'begin anew, without --resume',
          );
        }
        await handle.truncate(state.offset);
      } else await rm(FileTarget.stateOf(file), { force: true });
      return new FileTarget(file, handle, state?.offset ?? 0);
    } catch (error) {
      throw fileError(error, part, 'write');
    }
  }

  async write(bytes: Uint8Array | string): Promise<void> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    try {
      let done = 0;
      while (done < buffer.length) {
        const { bytesWritten } = await this.handle.write(
          buffer,
          done,
          buffer.length - done,
          this.offset + done,
        );
        done += bytesWritten;
      }
    } catch (error) {
      throw fileError(error, FileTarget.partOf(this.file), 'write');
    }
    this.offset += buffer.length;
  }

  async keep(state: State): Promise<void> {
    const file = FileTarget.stateOf(this.file);
    try {
      await writeFile(`${file}.tmp`, JSON.stringify(state));
      await rename(`${file}.tmp`, file);
    } catch (error) {
      throw fileError(error, file, 'write');
    }
  }

  async finish(): Promise<void> {
    const part = FileTarget.partOf(this.file);
    try {
      await this.handle.sync();
      await this.handle.close();
      await rename(part, this.file);
      await rm(FileTarget.stateOf(this.file), { force: true });
    } catch (error) {
      throw fileError(error, this.file, 'write');
    }
  }

  /** Puts something else in the place of what was written, which is made of it. */
  async rewrite(make: (file: string) => AsyncIterable<Uint8Array>): Promise<void> {
    const part = FileTarget.partOf(this.file);
    const draft = `${part}.new`;
    try {
      await this.handle.close();
      const out = await open(draft, 'w');
      try {
        for await (const bytes of make(part)) await out.writeFile(bytes);
      } finally {
        await out.close();
      }
      await rename(draft, part);
      this.handle = await open(part, 'r+');
    } catch (error) {
      await rm(draft, { force: true });
      throw fileError(error, draft, 'write');
    }
  }

  async close(): Promise<void> {
    await this.handle.close().catch(() => {});
  }
}

/** The state of an export that was interrupted; none, where there is nothing to go on with. */
export async function stateOf(file: string, task: string): Promise<State | undefined> {
  let text: string;
  try {
    text = await readFile(FileTarget.stateOf(file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError(error, FileTarget.stateOf(file), 'read');
  }
  let state: State;
  try {
    state = JSON.parse(text) as State;
  } catch {
    throw new CliError(
      exitCodes.file,
      `${FileTarget.stateOf(file)} is damaged`,
      'begin anew, without --resume',
    );
  }
  if (state.task !== task)
    throw new CliError(
      exitCodes.usage,
      `${FileTarget.partOf(file)} is of another export`,
      'ask for the same model, domain, fields and format, or begin anew without --resume',
    );
  return state;
}
