import { readFileSync } from 'node:fs';
import { Module } from 'node:module';
import { join, relative } from 'node:path';
import { transformSync } from '@swc/core';
import ts from 'typescript';
import { ROOT } from '../../modules/platform/config/root';

/** What JavaScript makes of a column: `unknown` where TypeScript does not say. */
export type ValueKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'date'
  | 'buffer'
  | 'array'
  | 'json'
  | 'unknown';

export interface DeclaredColumn {
  readonly kinds: ReadonlySet<ValueKind>;
  readonly optional: boolean;
}

/** A call of `query`, `planned`, `prepared` or `execute` whose text is known without running the application. */
export interface Statement {
  /** File and the function or method around the call: `modules/x/y.queries.ts listTasks`. */
  readonly place: string;
  readonly line: number;
  readonly text: string;
  /** The columns of the row type, null where the call declares none. */
  readonly columns: ReadonlyMap<string, DeclaredColumn> | null;
}

export interface Statements {
  readonly statements: readonly Statement[];
  /** Places of calls whose text depends on values of the moment. */
  readonly composed: readonly string[];
}

// oxlint-disable-next-line typescript/no-require-imports -- plain JavaScript that jest.config.js reads too
const { SWC, compiledPath } = require('./compiled') as {
  SWC: object;
  compiledPath(source: string): string;
};

interface Call {
  readonly place: string;
  readonly line: number;
  readonly node: ts.CallExpression;
}

/** All statements of modules/ and src/, with their declared rows. */
export function readStatements(): Statements {
  const program = applicationProgram();
  const checker = program.getTypeChecker();
  const statements: Statement[] = [];
  const composed: string[] = [];
  for (const source of program.getSourceFiles()) {
    const path = relative(ROOT, source.fileName);
    if (!/^(modules|src)\//.test(path)) continue;
    const calls = callsIn(source, path);
    const texts = textsOf(checker, source, calls);
    for (const [at, { place, line, node }] of calls.entries()) {
      const found = texts[at];
      if (!found) composed.push(place);
      for (const text of found ?? []) {
        statements.push({ place, line, text, columns: declaredColumns(checker, node) });
      }
    }
  }
  return { statements, composed };
}

function applicationProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) =>
    readFileSync(path, 'utf8'),
  );
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

function callsIn(source: ts.SourceFile, path: string): Call[] {
  const calls: Call[] = [];
  const visit = (node: ts.Node, place: string): void => {
    const inside = nameOf(node) ?? place;
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ['query', 'planned', 'prepared', 'execute'].includes(node.expression.name.text) &&
      node.arguments.length > 0 &&
      !ts.isObjectLiteralExpression(node.arguments[0]!)
    ) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      calls.push({ place: `${path} ${inside}`, line, node });
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, '');
  return calls;
}

function nameOf(node: ts.Node): string | null {
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    (ts.isVariableDeclaration(node) && node.parent.parent.parent.kind === ts.SyntaxKind.SourceFile);
  return named && node.name ? node.name.getText() : null;
}

/**
 * The texts of the calls of one file, null where one needs values of the moment. Those that are put together of
 * constants and functions of the file, or of what it imports, are put together as the file itself would: it is
 * compiled again with a list of them at its end. A text with parameters of few values is read with each of them.
 */
function textsOf(
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  calls: readonly Call[],
): (readonly string[] | null)[] {
  const known = topLevelNames(source);
  const expressions = calls.map(({ node }) =>
    closedExpressions(checker, known, node.arguments[0]!),
  );
  if (expressions.every((one) => one === null)) return calls.map(() => null);
  const list = expressions.map((one) => (one === null ? 'null' : `() => [${one.join(', ')}]`));
  const whole = `${source.text}\nexport const statementsOfThisFile = [${list.join(',\n')}];\n`;
  const { code } = transformSync(whole, { ...SWC, filename: source.fileName, sourceMaps: false });
  const file = compiledPath(source.fileName).replace(/\.js$/, '.statements.js');
  const made = new Module(file) as Module & {
    _compile(code: string, file: string): void;
    paths: string[];
  };
  made.filename = file;
  made.paths = [join(ROOT, 'node_modules')];
  made._compile(code, file);
  const { statementsOfThisFile } = made.exports as {
    statementsOfThisFile: ((() => readonly (string | null)[]) | null)[];
  };
  return statementsOfThisFile.map((one) => one && one().filter((text) => text !== null));
}

const MOST_VALUES = 40;

/**
 * The expression with the local constants that it names put in, once for each value of the parameters that it names;
 * null where a name is neither.
 */
function closedExpressions(
  checker: ts.TypeChecker,
  known: ReadonlySet<string>,
  expression: ts.Expression,
): readonly string[] | null {
  const names = freeIdentifiers(expression).filter(({ text }) => !known.has(text));
  let text = expression.getText();
  const parameters: ts.Identifier[] = [];
  for (const name of names) {
    const initializer = localConstant(checker, name);
    if (!initializer) {
      parameters.push(name);
      continue;
    }
    text = `((${name.text}) => ${text})(${initializer.getText()})`;
    const more = freeIdentifiers(initializer).filter((one) => !known.has(one.text));
    names.push(...more.filter((one) => !names.some((had) => had.text === one.text)));
  }
  return parameters.reduce<readonly string[] | null>(
    (texts, { text: name }, at) => {
      const values = valuesOf(checker.getTypeAtLocation(parameters[at]!));
      if (!texts || !values || texts.length * values.length > MOST_VALUES) return null;
      return texts.flatMap((one) => values.map((value) => `((${name}) => ${one})(${value})`));
    },
    [text],
  );
}

function localConstant(checker: ts.TypeChecker, name: ts.Identifier): ts.Expression | null {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  const isConstant =
    declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
  return (isConstant && declaration.initializer) || null;
}

/** The values of a type that has few, as source. */
function valuesOf(type: ts.Type): readonly string[] | null {
  const values = type.isUnion() ? type.types : [type];
  if (values.every((one) => one.isStringLiteral())) {
    return values.map((one) => JSON.stringify((one as ts.StringLiteralType).value));
  }
  return values.every((one) => one.flags & ts.TypeFlags.BooleanLike) ? ['true', 'false'] : null;
}

function topLevelNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name)) names.add(name.text);
      }
    }
    if (ts.isFunctionDeclaration(statement) && statement.name) names.add(statement.name.text);
    const bindings = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name } of bindings.elements) names.add(name.text);
    }
  }
  return names;
}

/** Identifiers of an expression that are no properties, keys or parameters of functions in it; each name once. */
function freeIdentifiers(expression: ts.Node): readonly ts.Identifier[] {
  const found = new Map<string, ts.Identifier>();
  const bound = new Set(['undefined', 'Object', 'String']);
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) bound.add(name.text);
    else for (const one of name.elements) if (ts.isBindingElement(one)) bind(one.name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node)) bind(node.name);
    const isKey =
      (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
      (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
      ts.isBindingElement(node.parent);
    if (ts.isIdentifier(node) && !isKey && !found.has(node.text)) found.set(node.text, node);
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(expression);
  return [...found.values()].filter(({ text }) => !bound.has(text));
}

function declaredColumns(
  checker: ts.TypeChecker,
  call: ts.CallExpression,
): ReadonlyMap<string, DeclaredColumn> | null {
  const signature = checker.getResolvedSignature(call);
  const promised = signature && checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
  if (!promised) return null;
  const row = checker.getIndexTypeOfType(promised, ts.IndexKind.Number);
  if (!row || row.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return null;
  if (checker.getIndexTypeOfType(row, ts.IndexKind.String)) return null;
  const properties = checker.getPropertiesOfType(row);
  return new Map(
    properties.map((property) => {
      const type = checker.getTypeOfSymbolAtLocation(property, call);
      const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
      return [property.name, { kinds: kindsOf(checker, type), optional }];
    }),
  );
}

function kindsOf(checker: ts.TypeChecker, type: ts.Type): ReadonlySet<ValueKind> {
  if (type.isUnion()) return new Set(type.types.flatMap((one) => [...kindsOf(checker, one)]));
  const { Null, Undefined, Any, Unknown, StringLike, NumberLike, BooleanLike } = ts.TypeFlags;
  if (type.flags & (Null | Undefined)) return new Set();
  if (type.flags & (Any | Unknown)) return new Set(['unknown']);
  if (type.flags & StringLike) return new Set(['string']);
  if (type.flags & NumberLike) return new Set(['number']);
  if (type.flags & BooleanLike) return new Set(['boolean']);
  if (type.isIntersection()) {
    const primitive = type.types.find((one) => one.flags & (StringLike | NumberLike));
    if (primitive) return kindsOf(checker, primitive);
  }
  const name = type.symbol?.name;
  if (name === 'Date') return new Set(['date']);
  if (name === 'Buffer' || name === 'Uint8Array') return new Set(['buffer']);
  if (checker.isArrayLikeType(type)) return new Set(['array', 'json']);
  return new Set(['json']);
}
