// Plans: what a change would do, kept until someone agrees to it. A token stands for one plan,
// works once, and not for long.

import { createHash, randomBytes } from 'node:crypto';
import { ToolError } from './errors.ts';

/** What a plan is bound to. Everything in it must be the same when the token comes back. */
export interface PlanScope {
  /** Who asked, as far as the transport knows. */
  principal: string;
  /** The server, the database and the user of Odoo. */
  url: string;
  database: string;
  uid: number;
  /** The tool and its arguments, without the token. */
  tool: string;
  arguments: unknown;
  /** How consent comes: by a person's answer, or by the token alone. */
  way: 'person' | 'token';
}

interface Kept {
  scope: string;
  /** What the records were like when the plan was made. */
  before: string;
  expires: number;
}

/** JSON with the members of objects in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}

const hash = (value: unknown) => createHash('sha256').update(canonical(value)).digest('hex');

const most = 1000;

export class Plans {
  private readonly kept = new Map<string, Kept>();

  /** @param now The clock, in milliseconds. */
  constructor(
    private readonly lifetime: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Keeps a plan and returns its token. */
  make(scope: PlanScope, before: unknown): string {
    for (const [token, { expires }] of this.kept) {
      if (expires <= this.now() || this.kept.size >= most) this.kept.delete(token);
    }
    const token = `plan_${randomBytes(15).toString('base64url')}`;
    this.kept.set(hash(token), {
      scope: hash(scope),
      before: hash(before),
      expires: this.now() + this.lifetime,
    });
    return token;
  }

  /** The token itself, if it was given out and not used up since; otherwise it throws. */
  checked(token: string): string {
    if (this.kept.has(hash(token))) return token;
    throw refused('This state is unknown: it was altered, used before, or never given out.');
  }

  /**
   * Uses a token up, whatever comes of it, and checks that it stands for this very change.
   *
   * @returns a check of what the records are like now, against what they were like.
   * @throws {ToolError} when the token is not, or no longer, good for this.
   */
  redeem(token: string, scope: PlanScope): (before: unknown) => void {
    const key = hash(token);
    const plan = this.kept.get(key);
    this.kept.delete(key);
    if (!plan) throw refused('This plan token is unknown: it was used before, or never given out.');
    if (plan.expires <= this.now()) throw refused('This plan has expired.');
    if (plan.scope !== hash(scope)) {
      throw refused('This plan token belongs to another change, user or database.');
    }
    return (before) => {
      if (plan.before !== hash(before)) {
        throw refused('The records have changed since the plan was made.');
      }
    };
  }
}

function refused(message: string): ToolError {
  return new ToolError(
    'plan_refused',
    `${message} Nothing was sent.`,
    'Call the tool without `plan` for a new plan.',
  );
}
