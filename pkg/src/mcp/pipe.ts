// The pipe to a host, which may close its end while calls are under way: they are finished and
// answered first.

import { PassThrough } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

type Message = Parameters<NonNullable<StdioServerTransport['onmessage']>>[0];

/** Requests that stay open until the connection ends. */
const lasting = ['subscriptions/listen'];

/** A transport over standard input and output that knows which requests have no answer yet. */
export class Pipe extends StdioServerTransport {
  /** Requests of the client, by id. */
  private readonly unanswered = new Set<string | number>();
  /** Requests to the client, such as a question to a person. */
  private readonly asked = new Set<string | number>();
  private told: () => void = () => {};
  /** Takes nothing further from the client. */
  private readonly stop: () => void;

  /** @param mostBytes The largest message. */
  constructor(mostBytes: number) {
    // The end of the input is not passed on: the transport would end with it, and take the answers
    // along.
    const input = new PassThrough();
    process.stdin.pipe(input, { end: false });
    super(input, process.stdout, { maxBufferSize: mostBytes });
    this.stop = () => process.stdin.unpipe(input);
  }

  override async start(): Promise<void> {
    const take = this.onmessage;
    this.onmessage = (message: Message) => {
      this.note(message);
      take?.(message);
    };
    await super.start();
  }

  override async send(message: Message): Promise<void> {
    if ('method' in message && 'id' in message) this.asked.add(message.id);
    try {
      await super.send(message);
    } finally {
      if (!('method' in message) && message.id !== undefined) this.answered(message.id);
    }
  }

  /**
   * Resolves when every request is answered, but for those that wait for the client itself: nothing
   * comes from there any more.
   *
   * @param most The longest that is waited, in milliseconds.
   */
  async settled(most: number): Promise<void> {
    // What has come is on its way to the server.
    await new Promise((done) => setImmediate(done));
    this.stop();
    const isOver = () => this.unanswered.size <= this.asked.size;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, most);
      this.told = () => {
        if (!isOver()) return;
        clearTimeout(timer);
        done();
      };
      this.told();
    });
  }

  override async close(): Promise<void> {
    await super.close();
    this.unanswered.clear();
    this.told();
  }

  private note(message: Message): void {
    if ('method' in message) {
      if ('id' in message && !lasting.includes(message.method)) this.unanswered.add(message.id);
      const { requestId } = (message.params ?? {}) as { requestId?: string | number };
      if (message.method === 'notifications/cancelled' && requestId !== undefined)
        this.answered(requestId);
    } else if (message.id !== undefined) this.asked.delete(message.id);
  }

  private answered(id: string | number): void {
    this.unanswered.delete(id);
    this.told();
  }
}
