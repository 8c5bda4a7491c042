// The policy file, `odoo-mcp.toml`: read, and refused where anything in it is not understood. A
// misspelt rule that is passed over would be a rule that does not hold.

import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { closed, conditionOf, isJoin } from './conditions.ts';
import { type OdooMcpModelRules, type OdooMcpPolicy, operations } from './policy.ts';
import { didYouMean } from './text.ts';

/**
 * A policy that is not understood; the message names the place. Nothing is served with half a
 * policy.
 */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

const decision = (value: unknown) => value === 'allow' || value === 'ask' || value === 'deny';
const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
const names = (value: unknown) =>
  Array.isArray(value) && value.every((one) => text(one) && isName(one));
/** A name, or a pattern in which `*` stands for anything. */
const isName = (value: string) => /^[A-Za-z_*][\w*]*$/.test(value);
const hosts = (value: unknown) =>
  Array.isArray(value) && value.every((one) => text(one) && isHost(one));
/** A host as an address has it: no scheme, no port, no pattern. */
const isHost = (value: string) =>
  !value.includes('*') &&
  URL.canParse(`http://${value}`) &&
  new URL(`http://${value}`).hostname === value;
const flag = (value: unknown) => typeof value === 'boolean';
const count = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0;

type Kind = [(value: unknown) => boolean, string];
const kinds = {
  decision: [decision, '"allow", "ask" or "deny"'],
  text: [text, 'a text'],
  names: [names, 'a list of names of fields, in which * stands for anything'],
  hosts: [hosts, 'a list of host names in small letters, without scheme and port'],
  flag: [flag, 'true or false'],
  count: [count, 'a whole number above 0'],
  minutes: [(value) => typeof value === 'number' && value > 0 && value <= 1440, 'a number above 0, 1440 at most'],
  domain: [isDomain, "a list of conditions, such as [['active', '=', true]]"],
  results: [(value) => ['both', 'text', 'structured'].includes(value as string), '"both", "text" or "structured"'],
} satisfies Record<string, Kind>; // biome-ignore format: one line each

/**
 * Whether a value is a domain that can be sent as it stands: whole conditions of plain values, with
 * every operand there.
 */
function isDomain(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  try {
    for (const term of value) if (!isJoin(term)) conditionOf(term);
    closed(value);
  } catch {
    return false;
  }
  return isPlain(value);
}

const isPlain = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every(isPlain)
    : ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

const decisions = Object.fromEntries(operations.map((name) => [name, kinds.decision]));
const settings: Record<string, Kind> = {
  read_only: kinds.flag,
  max_tokens: kinds.count,
  max_rows: kinds.count,
  max_write_rows: kinds.count,
  plan_minutes: kinds.minutes,
  ask_person: kinds.flag,
  audit: kinds.text,
  hosts: kinds.hosts,
  results: kinds.results,
};
const modelSettings: Record<string, Kind> = {
  ...decisions,
  hidden: kinds.names,
  readonly: kinds.names,
  domain: kinds.domain,
  max_rows: kinds.count,
};

/** Reads a policy file. */
export function readPolicyFile(path: string): OdooMcpPolicy {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new PolicyError(`${path} cannot be read: ${(error as Error).message}`);
  }
  return parsePolicy(content, path);
}

/**
 * Reads rules from the text of a policy file.
 *
 * @param content TOML.
 * @param name What errors call the file.
 * @throws {PolicyError} when it is not understood.
 * @example const policy = parsePolicy(readFileSync('odoo-mcp.toml', 'utf8'));
 */
export function parsePolicy(content: string, name = 'odoo-mcp.toml'): OdooMcpPolicy {
  let data: Record<string, unknown>;
  try {
    data = parse(content) as Record<string, unknown>;
  } catch (error) {
    throw new PolicyError(`${name} is not TOML: ${(error as Error).message.split('\n')[0]}`);
  }
  return checkPolicy(data, name);
}

/** Checks rules that came as an object. */
export function checkPolicy(data: object, name = 'policy'): OdooMcpPolicy {
  const check = new Check(name);
  const { default: general, models, connections, ...rest } = data as Record<string, unknown>;
  check.members(rest, settings, '', ['default', 'models', 'connections']);
  if (general !== undefined) check.members(check.table(general, 'default'), decisions, 'default');
  for (const [model, rules] of check.tables(models, 'models')) {
    const { methods, ...own } = rules as OdooMcpModelRules & Record<string, unknown>;
    const place = `models."${model}"`;
    if (!/^[a-z_*][a-z0-9_.*]*$/.test(model)) check.fail(place, 'is not a model name or pattern');
    check.members(own, modelSettings, place, ['methods']);
    if (methods === undefined) continue;
    const table = check.table(methods, `${place}.methods`);
    for (const [method, value] of Object.entries(table)) {
      if (!isName(method))
        check.fail(`${place}.methods."${method}"`, 'is not a method name or pattern');
      check.kind(value, kinds.decision, `${place}.methods.${method}`);
    }
  }
  for (const [connection, source] of check.tables(connections, 'connections')) {
    const place = `connections.${connection}`;
    check.members(source, { env: kinds.text }, place);
    if (!/^[a-z][\w-]*$/i.test(connection)) check.fail(place, 'is not a connection name');
    if (!text(source.env))
      check.fail(`${place}.env`, 'is missing: the start of the names, such as "ODOO_PROD"');
  }
  return data as OdooMcpPolicy;
}

class Check {
  constructor(private readonly name: string) {}

  fail(place: string, problem: string): never {
    throw new PolicyError(`${this.name}: ${place} ${problem}`);
  }

  table(value: unknown, place: string): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(place, 'must be a table');
    }
    return value as Record<string, unknown>;
  }

  tables(value: unknown, place: string): [string, Record<string, unknown>][] {
    if (value === undefined) return [];
    return Object.entries(this.table(value, place)).map(([name, inner]) => [
      name,
      this.table(inner, `${place}."${name}"`),
    ]);
  }

  kind(value: unknown, [accepts, words]: Kind, place: string): void {
    if (!accepts(value)) this.fail(place, `must be ${words}`);
  }

  members(
    table: Record<string, unknown>,
    known: Record<string, Kind>,
    place: string,
    also: string[] = [],
  ): void {
    for (const [member, value] of Object.entries(table)) {
      const path = place ? `${place}.${member}` : member;
      const kind = Object.hasOwn(known, member) ? known[member] : undefined;
      if (!kind) {
        const names = [...Object.keys(known), ...also];
        const [, model] = /^models\."([^"]+)"$/.exec(place) ?? [];
        if (model && typeof value === 'object' && !Array.isArray(value)) {
          this.fail(
            path,
            `is not understood. Names with dots need quotes: [models."${model}.${member}"]`,
          );
        }
        this.fail(
          path,
          `is not understood.${didYouMean(member, names)} Known are: ${names.join(', ')}`,
        );
      }
      this.kind(value, kind, path);
    }
  }
}
