// The one table of subcommands. Each is a file of its own that is loaded when it is asked for; its
// `define` gets the command and adds arguments, options and the action.

import type { Command } from 'commander';

/** What a command's file exports. */
export interface CommandModule {
  define(command: Command): void;
}

export interface Entry {
  name: string;
  /** What follows the name in the overview. */
  takes?: string;
  summary: string;
  group: 'Start' | 'Records' | 'Files' | 'Look around' | 'Development';
  /** The command's file. */
  load?: () => Promise<CommandModule>;
  /** A command with an own reader of arguments. */
  run?: (args: string[]) => Promise<void>;
}

export const commands: readonly Entry[] = [
  {
    name: 'login',
    group: 'Start',
    summary: 'store a connection as a profile; make or renew an API key',
    load: () => import('./login.ts'),
  },
  {
    name: 'logout',
    group: 'Start',
    summary: 'forget a profile and its secret',
    load: () => import('./logout.ts'),
  },
  {
    name: 'profiles',
    group: 'Start',
    summary: 'list profiles, or choose the default one',
    load: () => import('./profiles-command.ts'),
  },
  {
    name: 'check',
    group: 'Start',
    summary: 'examine the connection, and say what to do',
    load: () => import('./check.ts'),
  },
  {
    name: 'search',
    takes: 'MODEL',
    group: 'Records',
    summary: 'find records and print fields of them',
    load: () => import('./search.ts'),
  },
  {
    name: 'read',
    takes: 'MODEL IDS',
    group: 'Records',
    summary: 'print records by id',
    load: () => import('./read.ts'),
  },
  {
    name: 'count',
    takes: 'MODEL',
    group: 'Records',
    summary: 'count records',
    load: () => import('./count.ts'),
  },
  {
    name: 'create',
    takes: 'MODEL',
    group: 'Records',
    summary: 'create records',
    load: () => import('./create.ts'),
  },
  {
    name: 'write',
    takes: 'MODEL IDS',
    group: 'Records',
    summary: 'change records',
    load: () => import('./write.ts'),
  },
  {
    name: 'delete',
    takes: 'MODEL IDS',
    group: 'Records',
    summary: 'delete records',
    load: () => import('./delete.ts'),
  },
  {
    name: 'call',
    takes: 'MODEL METHOD',
    group: 'Records',
    summary: 'call any method of a model',
    load: () => import('./call.ts'),
  },
  {
    name: 'export',
    takes: 'MODEL',
    group: 'Records',
    summary: 'write all records into a file',
    load: () => import('./export.ts'),
  },
  {
    name: 'import',
    takes: 'FILE',
    group: 'Records',
    summary: 'create or update records from a file',
    load: () => import('./import.ts'),
  },
  {
    name: 'report',
    takes: 'NAME IDS',
    group: 'Files',
    summary: 'print records as PDF',
    load: () => import('./report.ts'),
  },
  {
    name: 'attach',
    takes: 'MODEL ID FILE',
    group: 'Files',
    summary: 'attach files to a record',
    load: () => import('./attach.ts'),
  },
  {
    name: 'download',
    takes: 'MODEL ID',
    group: 'Files',
    summary: 'save a binary field or an attachment',
    load: () => import('./download.ts'),
  },
  {
    name: 'models',
    takes: '[WORD]',
    group: 'Look around',
    summary: 'list models',
    load: () => import('./models.ts'),
  },
  {
    name: 'fields',
    takes: 'MODEL [WORD]',
    group: 'Look around',
    summary: 'list fields with type, label and help',
    load: () => import('./fields.ts'),
  },
  {
    name: 'schema',
    group: 'Look around',
    summary: 'save all models and fields as JSON',
    load: () => import('./schema.ts'),
  },
  {
    name: 'repl',
    group: 'Development',
    summary: 'an interactive prompt with a client',
    load: () => import('./repl.ts'),
  },
  {
    name: 'proxy',
    takes: 'URL',
    group: 'Development',
    summary: 'let a page of yours talk to an Odoo',
    load: () => import('./proxy.ts'),
  },
  {
    name: 'demo',
    group: 'Development',
    summary: 'the demo page over the sandbox or an Odoo',
    load: () => import('./demo.ts'),
  },
  {
    name: 'types',
    group: 'Development',
    summary: 'write the models as TypeScript, or check them in CI',
    load: () => import('./types.ts'),
  },
  {
    name: 'sandbox',
    group: 'Development',
    summary: 'an Odoo in memory, for tests and demos',
    run: async (args) => (await import('./sandbox/run.ts')).run(args),
  },
  {
    name: 'mcp',
    group: 'Development',
    summary: 'an MCP server for agents, over stdio or HTTP',
    run: async (args) => {
      const { run } = await import('#mcp/index.ts');
      await run(args, async (settings) => (await import('./connection.ts')).configFrom(settings));
    },
  },
  {
    name: 'completion',
    takes: 'SHELL',
    group: 'Development',
    summary: 'complete commands in bash, zsh and fish',
    load: () => import('./completion.ts'),
  },
];
