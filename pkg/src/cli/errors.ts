// What goes wrong on the command line: which exit code it has, and the two lines that are said.

import type { OdooErrorReason } from 'odoo-client-wasm';
import { isAbort } from '#arguments/signals.ts';
import { forPeople } from '#arguments/told.ts';

/** Exit codes by kind of error. docs/command-line.md lists them. */
export const exitCodes = {
  done: 0,
  no: 1,
  usage: 2,
  configuration: 3,
  login: 4,
  access: 5,
  missing: 6,
  refused: 7,
  network: 8,
  partly: 9,
  unconfirmed: 10,
  file: 11,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that says all there is to say: what happened, and what to do. */
export class CliError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly advice: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export const usageError = (message: string, advice = 'see --help for what the command takes') =>
  new CliError(exitCodes.usage, message, advice);

/** An error of a file or of what is in it. */
export function fileError(error: unknown, name: string, doing: string): CliError {
  if (error instanceof CliError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const told = fileFaults[code ?? ''];
  return told
    ? new CliError(exitCodes.file, `cannot ${doing} ${name}: ${told[0]} (${code})`, told[1])
    : new CliError(exitCodes.file, `cannot ${doing} ${name}: ${message}`, 'check the file');
}

const fileFaults: Record<string, [what: string, advice: string]> = {
  ENOENT: ['there is no such file or folder', 'check the path'],
  EACCES: ['access is denied', 'check the rights of the file and its folder'],
  EPERM: ['the system does not permit it', 'check the rights of the file and its folder'],
  EISDIR: ['it is a folder', 'name a file'],
  ENOTDIR: ['a part of the path is a file', 'check the path'],
  ENOSPC: ['the disk is full', 'make room on the disk, or choose another place with -o'],
  EDQUOT: ['the disk quota is used up', 'make room, or choose another place with -o'],
  EFBIG: ['the file would become too large', 'choose another place, or fewer records'],
  EROFS: ['the file system is read-only', 'choose another place with -o'],
  EEXIST: ['it exists already', 'choose another name'],
  EMFILE: ['too many files are open', 'close other programs, then try again'],
};

/** The parts of the client's errors that are looked at here: they carry their decisions. */
interface Told {
  reason?: OdooErrorReason;
  message?: string;
  code?: string;
  notSent?: boolean;
  refused?: boolean;
  retryAfterMs?: number;
  buttonText?: string;
  syscall?: string;
  /** Of a bulk job. */
  done?: unknown[];
  unknown?: unknown[];
  cause?: unknown;
}

type Kind = [code: ExitCode, advice: (error: Told) => string];

const network: Kind = [
  exitCodes.network,
  ({ notSent }) =>
    notSent
      ? 'check the address and the network (odoo-client-wasm check), then try again'
      : 'check the server (odoo-client-wasm check); of a write, look first whether it was done',
];

const server: Kind = [
  exitCodes.missing,
  () => 'check the names of fields, and the values: odoo-client-wasm fields MODEL lists them',
];

const model: Kind = [exitCodes.missing, () => 'find its name: odoo-client-wasm models WORD'];

const method: Kind = [
  exitCodes.missing,
  () => 'check the name of the method, and what it takes; names that begin with _ are private',
];

const database: Kind = [
  exitCodes.configuration,
  () =>
    'name the database with --db, in the profile or in the environment; odoo-client-wasm check ' +
    'lists what there is',
];

const usage: Kind = [
  exitCodes.configuration,
  () => 'correct the settings: odoo-client-wasm check looks at them',
];

const kinds: Record<OdooErrorReason, Kind> = {
  login: [exitCodes.login, () => 'check user and password, or log in anew: odoo-client-wasm login'],
  session: [exitCodes.login, () => 'run the command again: it logs in anew'],
  access: [
    exitCodes.access,
    () => 'ask an administrator for the right, or use another user (--profile)',
  ],
  missing: [exitCodes.missing, () => 'search for the record again: it may have been deleted'],
  validation: [exitCodes.refused, () => 'correct the values; nothing of this call was stored'],
  redirect: [
    exitCodes.refused,
    ({ buttonText }) =>
      buttonText
        ? `Odoo suggests "${buttonText}": open it in the browser`
        : 'follow it in the browser',
  ],
  lock: [exitCodes.network, () => 'another user holds the record: try again a little later'],
  timeout: [
    exitCodes.network,
    ({ notSent }) =>
      notSent
        ? 'try again, with a longer --timeout'
        : 'give it longer with --timeout; of a write, look first whether it was done',
  ],
  rateLimit: [
    exitCodes.network,
    ({ retryAfterMs }) =>
      `wait ${retryAfterMs === undefined ? 'a minute' : `${Math.ceil(retryAfterMs / 1000)} s`}, ` +
      'then try again',
  ],
  network,
  tooLarge: network,
  loginPage: network,
  safety: [exitCodes.unconfirmed, () => 'nothing was sent; --yes answers the question'],
  partly: [exitCodes.partly, () => 'see what was not done, and run the command again'],
  server,
  unknownModel: model,
  unknownMethod: method,
  wrongSignature: method,
  unknownDatabase: database,
  granularity: server,
  usage,
  ended: usage,
  argument: [exitCodes.usage, () => 'correct the argument; nothing was sent'],
};

export interface Description {
  code: ExitCode;
  what: string;
  advice: string;
  /** Whether it is a fault of this program, whose stack helps. */
  unforeseen: boolean;
}

/** What happened, and what the client itself advises: that fits better than what fits a kind. */
function apart(message: string): [what: string, advice?: string] {
  const at = message.indexOf(' What to do: ');
  if (at < 0) return [message];
  return [message.slice(0, at).replace(/\.$/, ''), message.slice(at + 13).replace(/\.$/, '')];
}

/** An advice without what the message says already. */
const unsaid = (what: string, advice: string) =>
  /nothing was sent/i.test(what) ? advice.replace(/(?:; )?nothing was sent(?:; )?/, '') : advice;

/** What is said of an error. */
export function describe(error: unknown): Description {
  if (error instanceof CliError) {
    return { code: error.exitCode, what: error.message, advice: error.advice, unforeseen: false };
  }
  const told = (typeof error === 'object' && error !== null ? error : {}) as Told;
  const [what, own] = apart(forPeople(told.message ?? String(error)));
  // Of a job that was refused as a whole, no part was done.
  if (told.done?.length === 0 && told.unknown?.length === 0 && told.cause)
    return describe(told.cause);
  const kind = told.reason === undefined ? undefined : kinds[told.reason];
  if (kind) {
    const [code, general] = kind;
    return { code, what, advice: own ?? unsaid(what, general(told)), unforeseen: false };
  }
  if (isAbort(error)) {
    return {
      code: exitCodes.interrupted,
      what: 'interrupted',
      advice: 'run it again',
      unforeseen: false,
    };
  }
  if (told.syscall !== undefined && told.code !== undefined) {
    const fault = fileFaults[told.code];
    if (fault) return { code: exitCodes.file, what, advice: fault[1], unforeseen: false };
  }
  return {
    code: exitCodes.no,
    what,
    advice: 'this should not happen: run it with --debug, and report what it prints',
    unforeseen: true,
  };
}

/** Whether Odoo itself said no to a call, and not to who makes it. */
export function isRefusal(error: unknown): boolean {
  const { refused, reason } = Object(error) as Told;
  return refused === true && reason !== 'login' && reason !== 'session';
}

/** One line of a text of several. */
export const oneLine = (text: string) =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line, at, all) =>
      at < all.length - 1 && /[\p{L}\p{N})"'\]]$/u.test(line) ? `${line}.` : line,
    )
    .join(' ');
