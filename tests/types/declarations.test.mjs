// The emitted types against the built package, in both directions, and against what an editor shows
// of them.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { installed, toolbox } from '../package/fixture.mjs';
import { connect, fault, handled, http, openWire } from '../package/wire.mjs';

const path = join(installed, 'index.d.ts');
const program = ts.createProgram([path], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
});
const checker = program.getTypeChecker();
const declared = checker
  .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)))
  .map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
const isValue = (symbol) => (symbol.flags & ts.SymbolFlags.Value) !== 0;
const isClass = (symbol) => (symbol.flags & ts.SymbolFlags.Class) !== 0;
const namesOf = (symbols) => symbols.map(({ name }) => name).sort();

const own = (symbol) =>
  symbol.declarations.some((declaration) =>
    declaration.getSourceFile().fileName.startsWith(installed),
  );
const documentation = (symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

/** The declared members of a class's instances, those it inherits from our classes among them. */
const membersOf = (symbol) => checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter(own);

/**
 * The methods and getters that instances of a class have by its chain, up to the classes of the
 * language.
 */
function realMembersOf(Class) {
  const names = new Set();
  for (
    let prototype = Class.prototype;
    prototype && ![Object.prototype, Error.prototype].includes(prototype);
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const [name, { value, get }] of Object.entries(
      Object.getOwnPropertyDescriptors(prototype),
    )) {
      if (name !== 'constructor' && (get !== undefined || typeof value === 'function'))
        names.add(name);
    }
  }
  return [...names].sort();
}

/** The declared fields of a class, as opposed to its methods and getters. */
const fieldsOf = (symbol) =>
  namesOf(membersOf(symbol).filter((member) => member.flags & ts.SymbolFlags.Property));
const ownFields = (error) =>
  Object.getOwnPropertyNames(error)
    .filter((field) => !['message', 'stack'].includes(field))
    .sort();

/** Errors as users make them, with everything they can be made with. */
const made = {
  OdooRpcError: (Class) => new Class('x', { code: '200', data: {}, cause: new Error('y') }),
  OdooSafetyError: (Class) =>
    new Class({
      name: 'odoo.x',
      level: 'WRITE',
      model: 'm',
      description: 'm.x()',
      target: 'http://x',
    }),
};

/** What a server may answer, by the class of error it becomes. */
const answers = {
  // Its reason is about a field.
  OdooRpcError: () =>
    fault('builtins.ValueError', "Granularity not set on a date(time) field: 'date_deadline'"),
  OdooAuthError: () => fault('odoo.exceptions.AccessDenied'),
  OdooSessionExpiredError: () =>
    fault('odoo.http.SessionExpiredException', 'Odoo Session Expired', { code: 100 }),
  OdooNetworkError: () => http(502),
  OdooRateLimitError: () => http(429, '', { 'Retry-After': '3' }),
  OdooTimeoutError: () => handled,
  OdooValidationError: () => fault('odoo.exceptions.UserError'),
  OdooRedirectWarning: () =>
    fault('odoo.exceptions.RedirectWarning', 'No.', {
      data: { arguments: ['No.', 5, 'Go there', null] },
    }),
  OdooAccessError: () => fault('odoo.exceptions.AccessError'),
  OdooMissingError: () => fault('odoo.exceptions.MissingError'),
  OdooLockError: () => fault('odoo.exceptions.LockError'),
  OdooSafetyError: () => assert.fail('nothing is sent'),
};

describe('the declared values', () => {
  test('are the exports of the package, no more and no fewer', () => {
    assert.deepEqual(namesOf(declared.filter(isValue)), Object.keys(toolbox).sort());
  });

  test('are classes, functions and sets where the package has them', () => {
    for (const symbol of declared.filter(isValue)) {
      const value = toolbox[symbol.name];
      const kind = isClass(symbol)
        ? 'class'
        : symbol.flags & ts.SymbolFlags.Function
          ? 'function'
          : 'variable';
      const real =
        value instanceof Set ? 'variable' : /^[A-Z]/.test(value.name) ? 'class' : 'function';
      assert.equal(kind, real, symbol.name);
    }
  });

  for (const symbol of declared.filter(isClass)) {
    test(`${symbol.name} has the declared methods and getters, and no others`, () => {
      const isField = (member) => (member.flags & ts.SymbolFlags.Property) !== 0;
      assert.deepEqual(
        namesOf(membersOf(symbol).filter((member) => !isField(member))),
        realMembersOf(toolbox[symbol.name]),
      );
    });

    test(`${symbol.name} extends what it is declared to extend`, () => {
      const [base] = checker.getBaseTypes(checker.getDeclaredTypeOfSymbol(symbol));
      const parent = Object.getPrototypeOf(toolbox[symbol.name]);
      if (base) assert.equal(parent.name, base.symbol.name);
      else
        assert.ok(
          !declared.some(({ name }) => name === parent.name),
          `${symbol.name} extends ${parent.name}`,
        );
    });
  }

  for (const [name, make] of Object.entries(made)) {
    test(`${name} has, where a user makes one, no fields but the declared`, () => {
      const fields = fieldsOf(declared.find((symbol) => symbol.name === name));
      const real = ownFields(make(toolbox[name]));
      assert.ok(real.length > 0);
      assert.deepEqual(
        real.filter((field) => !fields.includes(field)),
        [],
      );
    });
  }

  const seen = new Set();
  for (const [name, answer] of Object.entries(answers)) {
    test(`${name} has, where a call rejects with one, no fields but the declared`, async (t) => {
      const safety = name === 'OdooSafetyError' ? { confirm: () => false } : null;
      const client = await connect(await openWire(t, answer), { timeoutMs: 600, safety });
      // A refusal in a method is one of rights; whoever has not logged in at all meets the other.
      if (name === 'OdooAuthError') client.logout();
      const error = await client.write('m', [1], {}).catch((caught) => caught);
      assert.ok(error.httpStatus >= 400, "it says what a server of one's own should answer");
      assert.equal(error.constructor, toolbox[name], error);
      const fields = fieldsOf(declared.find((symbol) => symbol.name === name));
      assert.deepEqual(
        ownFields(error).filter((field) => !fields.includes(field)),
        [],
      );
      for (const field of ownFields(error)) seen.add(field);
    });
  }

  test('every declared field of the errors is met in one of them', () => {
    const all = new Set(declared.filter((symbol) => symbol.name in answers).flatMap(fieldsOf));
    assert.deepEqual(
      [...all].filter((field) => !seen.has(field) && !['cause', 'httpStatus'].includes(field)),
      [],
    );
  });
});

test('the types the replaced client exports are declared', () => {
  const kinds = [
    'Char',
    'Integer',
    'Float',
    'Boolean',
    'Date',
    'DateTime',
    'Selection',
    'Many2one',
    'Many2many',
    'Tags',
  ];
  const expected = [
    'OdooClientConfig',
    'OdooSessionInfo',
    'JsonRpcRequest',
    'JsonRpcResponse',
    'SafetyContext',
    'SafetyLevel',
    'OperationInfo',
    'ErrorJSON',
    'ModuleInfo',
    'ModuleListOptions',
    'PostMessageOptions',
    'PropertyDefinition',
    ...[...kinds, 'Separator'].map((kind) => `${kind}PropertyDefinition`),
    'PropertiesDefinition',
    'PropertyValue',
    ...kinds.map((kind) => `${kind}PropertyValue`),
    'PropertiesReadFormat',
    'PropertiesWriteFormat',
    'PropertyValueType',
    'PropertyDefinitionBase',
    'PropertyValueBase',
  ];
  const types = namesOf(declared.filter((symbol) => !isValue(symbol)));
  assert.deepEqual(
    expected.filter((name) => !types.includes(name)),
    [],
  );
});

describe('an editor shows a description', () => {
  for (const symbol of declared) {
    test(`of ${symbol.name} and each of its members`, () => {
      const missing = [];
      if (!documentation(symbol)) missing.push(symbol.name);
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      if (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
        for (const member of type.getProperties().filter(own)) {
          if (!documentation(member)) missing.push(`${symbol.name}.${member.name}`);
        }
        for (const { members } of symbol.declarations) {
          for (const member of members) {
            const described = ts.getJSDocCommentsAndTags(member).length > 0;
            if (
              (ts.isConstructorDeclaration(member) || ts.isIndexSignatureDeclaration(member)) &&
              !described
            ) {
              missing.push(`${symbol.name}: ${member.getText()}`);
            }
            // Every overload has its own hover.
            if (ts.isMethodDeclaration(member) && !described)
              missing.push(`${symbol.name}: ${member.getText()}`);
          }
        }
      }
      assert.deepEqual(missing, []);
    });
  }

  test('with an example for every function and every method of the client and its services', () => {
    const tagged = (symbol) => symbol.getJsDocTags(checker).some(({ name }) => name === 'example');
    const without = [];
    for (const symbol of declared) {
      if (
        symbol.flags & ts.SymbolFlags.Function &&
        symbol.name !== 'getDefaultSafetyContext' &&
        !tagged(symbol)
      )
        without.push(symbol.name);
      if (!isClass(symbol) || !['OdooClient', 'MailService', 'ModuleManager'].includes(symbol.name))
        continue;
      for (const member of membersOf(symbol))
        if (!tagged(member)) without.push(`${symbol.name}.${member.name}`);
    }
    assert.deepEqual(without, []);
  });

  test('of what a call does, with an example, to programs with a schema and without: there is one signature', () => {
    const client = declared.find(({ name }) => name === 'OdooClient');
    const methods = membersOf(client)
      .map((member) => [member.name, checker.getTypeOfSymbol(member).getCallSignatures()])
      .filter(([, signatures]) => signatures.length > 0);
    // Of several, the compiler tells why the last one does not fit, and an editor shows the one
    // that does.
    for (const [name, signatures] of methods) assert.equal(signatures.length, 1, name);
    const ofRecords = methods.filter(([, [{ parameters }]]) => parameters[0]?.name === 'model');
    assert.ok(ofRecords.length >= 10, `${ofRecords.length} methods take a model`);
    for (const [name, [signature]] of ofRecords) {
      const tags = signature.getJsDocTags().map((tag) => tag.name);
      assert.ok(tags.includes('example') && tags.includes('throws'), `${name} has ${tags}`);
      const text = ts.displayPartsToString(signature.getDocumentationComment(checker));
      assert.match(text, /^[A-Z][a-z]+s /, `${name}: ${text}`);
    }
  });
});
