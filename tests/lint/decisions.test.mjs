// Errors carry decisions (`notSent`, `refused`, `transient`, `reason` …): the core makes them once.
// Nothing in pkg/src makes them again of an error's name, class, constructor or message.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { sources } from '../../scripts/project.mjs';

/** What stays: the file, what it says there, and why that decides nothing again. */
const exceptions = [
  // Platforms tell an abort apart by its name alone.
  [
    'arguments/signals.ts',
    "(error as { name?: unknown } | null | undefined)?.name === 'AbortError'",
  ],
  // So they tell that time is over, of a request that is no call of the client's.
  [
    'cli/http.ts',
    '{ cause, name } = error as { cause?: { code?: string; message?: string }; name?: string }',
  ],
  // Its own exceptions and the engine's, before any error of the client is made of them.
  ['bulk/answer.ts', 'error instanceof TypeError'],
  ['cli/import/csv-file.ts', 'error instanceof TypeError'],
  ['client/host/fetch.ts', "error?.name === 'TypeError'"],
  ['client/host/fetch.ts', '/AbortSignal/.test(error.message)'],
  // Commander tells the option that it does not know by its message alone.
  ['mcp/command.ts', "/'-*([\\w-]+)/.exec((error as Error).message)"],
  // Narrowed for the members that are read or set then.
  ['bulk/records.ts', 'error instanceof OdooError'],
  ['cli/import/store.ts', 'error instanceof bulk.OdooBulkError'],
  // Of a page that failed, whatever did: an error of the way, whose status says whose page it is.
  ['bulk/reports.ts', 'error instanceof OdooNetworkError'],
  // Whether two failures are the same, not what they mean.
  [
    'bulk/coalesce.ts',
    '(one as Error | undefined)?.message === (other as Error | undefined)?.message',
  ],
];

/** What holds an error, by its name. */
const isName = (name) =>
  /^(e|err|error|caught|thrown|failure|exception|cause|alone|one|other|told)$/.test(name);

/** The expression without the parentheses, types and `!` around it. */
function bare(node) {
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node)
  )
    node = node.expression;
  return ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
    ? bare(node.left)
    : node;
}

function isError(given) {
  const node = bare(given);
  if (ts.isIdentifier(node)) return isName(node.text);
  return ts.isPropertyAccessExpression(node) && isName(node.name.text);
}

/** Whether this reads a member of an error that says what it is called, or what it says. */
function isTold(given, names = ['name', 'constructor', 'message']) {
  const node = bare(given);
  // `error.name ?? ''`, `String(error.message)`, `error.constructor.name`
  if (ts.isCallExpression(node) && node.arguments.length === 1)
    return isTold(node.arguments[0], names);
  if (!ts.isPropertyAccessExpression(node)) return false;
  return (
    (names.includes(node.name.text) && isError(node.expression)) || isTold(node.expression, names)
  );
}

const comparisons = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
];
const tests = ['test', 'exec', 'includes', 'startsWith', 'endsWith', 'match', 'matchAll', 'search'];

/** Whether this node derives from an error what the error itself is to say. */
function derives(node) {
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
      return isError(left) && /^(\w+\.)?(Odoo\w*|TypeError)$/.test(right.getText());
    return comparisons.includes(operatorToken.kind) && (isTold(left) || isTold(right));
  }
  if (ts.isSwitchStatement(node)) return isTold(node.expression);
  if (ts.isElementAccessExpression(node)) return isTold(node.argumentExpression);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression: subject } = node.expression;
    if (!tests.includes(name.text)) return false;
    return [subject, ...node.arguments].some((each) => isTold(each));
  }
  // Taken out of it under a name of its own, where nobody sees what is compared.
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
    const names = node.name.elements.map(({ propertyName, name }) =>
      (propertyName ?? name).getText(),
    );
    const isOne = names.some((name) => name === 'name' || name === 'constructor');
    return isOne && isError(node.initializer);
  }
  return false;
}

/** What a file derives, as it stands there. */
function derivationsIn(path, text) {
  const found = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (derives(node)) found.push(node.getText().replace(/\s+/g, ' '));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const files = readdirSync(sources, { recursive: true })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => [path.split(sep).join('/'), readFileSync(join(sources, path), 'utf8')]);

describe('the decisions that errors carry', () => {
  test('are made of no name, class, constructor or message in the TypeScript', () => {
    assert.ok(files.length > 100);
    const unused = new Set(exceptions.map(([file, words]) => `${file}: ${words}`));
    const faults = [];
    for (const [path, text] of files) {
      for (const words of derivationsIn(path, text)) {
        const found = `${path}: ${words}`;
        if (exceptions.some(([file, excepted]) => file === path && excepted === words))
          unused.delete(found);
        else faults.push(found);
      }
    }
    assert.deepEqual(faults, [], 'read a decision of the error, or have the core make one');
    assert.deepEqual([...unused], [], 'exceptions that nothing needs any more');
  });

  test('would be refused where they are made again', () => {
    for (const text of [
      "if (error.name === 'OdooAccessError') go();",
      "if ((error as Error).name !== 'OdooRpcError') throw error;",
      "const isOne = ['OdooRpcError'].includes((error as Error).name);",
      "const isOurs = error?.name.startsWith('Odoo');",
      'switch (caught.name) {}',
      'const kind = kinds[error.name];',
      'const is = error.constructor === OdooError;',
      "const is = error.constructor.name === 'OdooError';",
      "if (/does not exist/.test(error?.message ?? '')) retry();",
      'if (/ranularity/.test(String(error.message))) retry();',
      "if (failure.message.includes('database')) retry();",
      'const { name, refused } = error as { name?: string; refused?: boolean };',
      "const { name = '' } = (thrown ?? {}) as ClientError;",
      'if (error instanceof OdooAuthError) return 1;',
      'if (error.cause instanceof TypeError) return 1;',
    ])
      assert.equal(derivationsIn('x.ts', text).length, 1, text);
    for (const text of [
      "if (error.reason === 'access') go();",
      'if (error.notSent && !error.refused) go();',
      'say(error.message);',
      "if (field.name === 'id') go();",
      'if (error instanceof WrongOption) go();',
      'const { message, code } = error;',
    ])
      assert.deepEqual(derivationsIn('x.ts', text), [], text);
  });

  test('of a wrong argument are made in one place', () => {
    const own = ['plain/errors.ts', 'client/host/fetch.ts'];
    const rooms = /^(plain|arguments|client|columns|bulk)\//;
    const faults = files.filter(([path]) => rooms.test(path) && !own.includes(path));
    const wrong = faults.filter(([, text]) => /new TypeError\(/.test(text)).map(([path]) => path);
    assert.deepEqual(wrong, [], 'argumentError of #plain/errors.ts carries `notSent` and `reason`');
  });
});
