// Consent: nothing that the rules ask about is sent before someone has agreed to exactly that.

import { randomUUID } from 'node:crypto';
import {
  acceptedContent,
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
} from '@modelcontextprotocol/server';
import type { AuditEntry } from './audit.ts';
import type { Call } from './call.ts';
import { ToolError, toToolError } from './errors.ts';
import type { PlanScope } from './plans.ts';
import { stricter, type Verdict } from './policy.ts';
import { clean, failure, result } from './result.ts';
import { shortened, visible } from './text.ts';

/** What a change is going to do, for the one who agrees. */
export interface Preview {
  /** A sentence: "Update 2 records of res.partner." */
  summary: string;
  /** Lines of what changes, from what to what. */
  lines: string[];
  /** How many records. */
  count: number;
  /** What the plan holds on to: it is only carried out while this is so. */
  before: unknown;
}

/** Something that a tool wants to do. */
export interface Change {
  verdicts: (Verdict & { what: string })[];
  /** For the log. */
  model?: string;
  method?: string;
  ids?: number[];
  values?: unknown;
  preview(): Promise<Preview>;
  /** Does it, and tells what came of it. */
  perform(): Promise<CallToolResult>;
  /** What of the result goes into the log. */
  logged?(done: CallToolResult): unknown;
  /** Whether anything is changed; reads can be asked about, too. */
  isWrite: boolean;
}

const consentForm = {
  type: 'object' as const,
  properties: {
    confirm: { type: 'boolean' as const, title: 'Carry this out', default: false },
  },
  required: ['confirm'],
};

/** Does a change if the rules, or a person, or the token of a plan agree. */
export async function withConsent(
  call: Call,
  change: Change,
): Promise<CallToolResult | InputRequiredResult> {
  const worst = change.verdicts.reduce((a, b) =>
    stricter(b.decision, a.decision) === a.decision ? a : b,
  );
  const entry = await entryOf(call, change, worst);
  if (worst.decision === 'deny') {
    call.shared.audit.note({ ...entry, event: 'refused', error: 'denied by policy' });
    throw new ToolError(
      'denied_by_policy',
      `${worst.what} is denied by the policy (${worst.rule}).`,
      'Tell the user; do not look for a way around.',
    );
  }
  if (worst.decision === 'allow') return perform(call, change, { ...entry, consent: 'policy' });
  const token = call.text('plan');
  if (call.canAsk) return askPerson(call, change, entry);
  if (call.policy.rules.ask_person) {
    call.shared.audit.note({ ...entry, event: 'refused', error: 'no person can be asked' });
    throw new ToolError(
      'denied_by_policy',
      `${worst.what} needs a person's consent, and this client cannot ask anyone.`,
      'Tell the user: their client has no elicitation.',
    );
  }
  if (token === undefined) return showPlan(call, change, entry);
  const check = redeem(call, token, await scopeOf(call, 'token'), entry);
  return perform(call, change, { ...entry, consent: 'plan' }, check);
}

async function askPerson(
  call: Call,
  change: Change,
  entry: AuditEntry,
): Promise<CallToolResult | InputRequiredResult> {
  const scope = await scopeOf(call, 'person');
  const state = call.ctx.mcpReq.requestState<unknown>();
  if (typeof state !== 'string') {
    if (call.text('plan')) {
      throw new ToolError(
        'plan_refused',
        'This client can ask a person, so a plan token alone is not consent.',
        'Call the tool without `plan`.',
      );
    }
    const preview = await change.preview();
    const token = call.shared.plans.make(scope, preview.before);
    call.shared.audit.note({ ...entry, event: 'planned' });
    return inputRequired({
      inputRequests: {
        consent: inputRequired.elicit({
          message: `${preview.summary}\n${shownTo(preview.lines, 6000)}`,
          requestedSchema: consentForm,
        }),
      },
      requestState: token,
    });
  }
  const check = redeem(call, state, scope, entry);
  const answer = acceptedContent(call.ctx.mcpReq.inputResponses, 'consent');
  if (answer?.confirm !== true) {
    call.shared.audit.note({ ...entry, event: 'refused', error: 'declined by a person' });
    return failure(
      new ToolError(
        'declined',
        'The user did not agree. Nothing was sent.',
        'Ask the user what they want.',
      ),
    );
  }
  return perform(call, change, { ...entry, consent: 'person' }, check);
}

/**
 * The lines of a preview, as many characters as a reader can take. That something is not shown is
 * said first.
 */
function shownTo(lines: string[], most: number): string {
  const whole = lines.map(visible).join('\n');
  const { text, cut } = shortened(whole, most);
  if (!cut) return text;
  return `Only a part is shown: ${most} of ${whole.length} characters.\n${text}`;
}

async function showPlan(call: Call, change: Change, entry: AuditEntry): Promise<CallToolResult> {
  const preview = await change.preview();
  const token = call.shared.plans.make(await scopeOf(call, 'token'), preview.before);
  call.shared.audit.note({ ...entry, event: 'planned' });
  const minutes = call.policy.planMilliseconds / 60_000;
  const text = [
    `Plan, nothing is sent yet. ${preview.summary}`,
    shownTo(preview.lines, 10_000),
    `Show this to the user. If they agree, call ${call.tool} again within ${minutes} min with the same arguments and plan: "${token}".`,
  ];
  return result(text.filter(Boolean).join('\n'), {
    status: 'planned',
    plan: token,
    count: preview.count,
  });
}

/** Uses the token up. What is wrong with it goes into the log. */
function redeem(call: Call, token: string, scope: PlanScope, entry: AuditEntry) {
  try {
    return call.shared.plans.redeem(token, scope);
  } catch (error) {
    call.shared.audit.note({ ...entry, event: 'refused', error: (error as Error).message });
    throw error;
  }
}

async function perform(
  call: Call,
  change: Change,
  entry: AuditEntry,
  check?: (before: unknown) => void,
): Promise<CallToolResult> {
  if (check) check((await change.preview()).before);
  if (!change.isWrite) return change.perform();
  if (call.signal.aborted)
    throw new ToolError('cancelled', 'The call was cancelled. Nothing was sent.');
  const logged = { ...entry, change: randomUUID() };
  call.shared.audit.write({ ...logged, event: 'sent' });
  const start = performance.now();
  const ms = () => Math.round(performance.now() - start);
  const { counts } = await call.connection();
  try {
    const done = await change.perform();
    call.shared.audit.note({
      ...logged,
      event: 'done',
      result: clean(change.logged?.(done)),
      ms: ms(),
    });
    return done;
  } catch (thrown) {
    const error = toToolError(thrown, true, call.shared.connections.redact);
    call.shared.audit.note({
      ...logged,
      event: error.nothingDone ? 'failed' : 'unknown',
      error: error.message,
      ms: ms(),
    });
    throw error;
  } finally {
    counts.clear();
  }
}

async function entryOf(call: Call, change: Change, worst: Verdict): Promise<AuditEntry> {
  const { name, database, username } = await call.connection();
  return {
    event: 'planned',
    principal: call.principal,
    connection: name,
    database,
    user: username,
    tool: call.tool,
    ...(change.model ? { model: change.model } : {}),
    ...(change.method ? { method: change.method } : {}),
    ...(change.ids ? { ids: change.ids.slice(0, 200) } : {}),
    ...(change.values === undefined ? {} : { values: change.values }),
    rule: worst.rule,
  };
}

async function scopeOf(call: Call, way: PlanScope['way']): Promise<PlanScope> {
  const { url, database, uid } = await call.connection();
  const { plan: _, ...given } = call.args;
  return { principal: call.principal, url, database, uid, tool: call.tool, arguments: given, way };
}
