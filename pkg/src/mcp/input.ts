// Arguments of tools, checked before anything else is done with them.

import { fromJsonSchema, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { Arguments } from './call.ts';
import { didYouMean } from './text.ts';
import type { Tool } from './tool.ts';

type Standard = StandardSchemaWithJSON<unknown, unknown>;

/** The schema of a tool's arguments. Wrong names are told with those that are meant. */
export function inputSchema(tool: Tool): StandardSchemaWithJSON<unknown, Arguments> {
  const schema = {
    type: 'object' as const,
    properties: tool.input,
    ...(tool.required.length ? { required: tool.required } : {}),
  };
  const known = Object.keys(tool.input);
  const check = (value: unknown) => {
    const given = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const issues = [
      ...given
        .filter((name) => !known.includes(name))
        .map(
          (name) =>
            `there is no argument \`${name.slice(0, 60)}\`.${didYouMean(name, known)} There are: ${known.join(', ')}`,
        ),
      ...tool.required
        .filter((name) => !given.includes(name))
        .map((name) => `\`${name}\` is missing`),
    ];
    return issues.map((message) => ({ message }));
  };
  return standard(schema, check) as StandardSchemaWithJSON<unknown, Arguments>;
}

/** The schema of a tool's structured content. */
export function outputSchema(tool: Tool): Standard {
  return standard({ type: 'object', properties: tool.output }, () => []);
}

/** A schema that is compiled when it is first used: a program that starts has no use for it. */
function standard(schema: object, check: (value: unknown) => { message: string }[]): Standard {
  let compiled: Standard['~standard'] | undefined;
  const json = () => schema as Record<string, unknown>;
  return {
    '~standard': {
      version: 1,
      vendor: 'odoo-client-wasm',
      jsonSchema: { input: json, output: json },
      validate(value: unknown) {
        const issues = check(value);
        if (issues.length) return { issues };
        compiled ??= fromJsonSchema<unknown>(schema as never)['~standard'];
        return compiled.validate(value);
      },
    },
  } as Standard;
}
