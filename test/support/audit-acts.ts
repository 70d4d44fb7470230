/** Names of acts that the code writes into the audit log, found by the compiler: literals, unions, and what callers pass on. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../modules/platform/config/root';

/** The types of an entry of the log. */
const ENTRIES = new Set(['AuditEntry', 'Refusal']);
const ACT = /^[a-z_-]+\.[a-z0-9_]+$/;

export interface AuditActs {
  readonly acts: readonly string[];
  /** Expressions that stand for acts which the compiler does not know. */
  readonly unknown: readonly string[];
}

export function auditActs(): AuditActs {
  const { program, files } = theProgram();
  return new ActFinder(program.getTypeChecker()).find(files);
}

function theProgram() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.json'), {}, host)!;
  const names = config.fileNames.filter(
    (name) => /\/(modules|src)\//.test(name.slice(ROOT.length)) && !name.endsWith('.spec.ts'),
  );
  const program = ts.createProgram(names, config.options);
  return { program, files: names.map((name) => program.getSourceFile(name)!) };
}

class ActFinder {
  private readonly acts = new Set<string>();
  private readonly unknown = new Set<string>();
  /** Parameters that are the name of an act, with the text around them. */
  private readonly parameters = new Map<ts.Symbol, readonly [string, string]>();
  /** Of the functions that have them. */
  private readonly names = new Set<string>();
  private readonly calls: ts.CallExpression[] = [];

  constructor(private readonly checker: ts.TypeChecker) {}

  find(files: readonly ts.SourceFile[]): AuditActs {
    for (const file of files) this.visit(file);
    // A parameter may be handed on by another one.
    for (let before = -1; before !== this.parameters.size;) {
      before = this.parameters.size;
      for (const call of this.calls) this.passedOn(call);
    }
    return { acts: [...this.acts].sort(), unknown: [...this.unknown].sort() };
  }

  private visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) this.calls.push(node);
    if (ts.isObjectLiteralExpression(node)) this.entry(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  private entry(node: ts.ObjectLiteralExpression): void {
    const action = node.properties.find(({ name }) => name?.getText() === 'action');
    if (!action) return;
    const value = ts.isPropertyAssignment(action) ? action.initializer : action.name!;
    const type = this.checker.getContextualType(node);
    const name = type?.aliasSymbol?.name ?? type?.symbol?.name ?? '';
    if (ENTRIES.has(name)) return this.add(value as ts.Expression);
    const hasKind = node.properties.some((one) => one.name?.getText() === 'kind');
    if (hasKind && ts.isStringLiteralLike(value) && ACT.test(value.text)) this.acts.add(value.text);
  }

  private passedOn(call: ts.CallExpression): void {
    // Asking the compiler which function is called costs most: only where one of these has that name.
    if (!this.names.has(lastNameOf(call.expression))) return;
    const declaration = this.checker.getResolvedSignature(call)?.declaration;
    if (!declaration || ts.isJSDocSignature(declaration)) return;
    declaration.parameters.forEach((parameter, place) => {
      const symbol = this.checker.getSymbolAtLocation(parameter.name);
      const around = symbol && this.parameters.get(symbol);
      const passed = call.arguments[place];
      if (around && passed) this.add(passed, around);
    });
  }

  private add(value: ts.Expression, around: readonly [string, string] = ['', '']): void {
    if (ts.isConditionalExpression(value)) {
      this.add(value.whenTrue, around);
      return this.add(value.whenFalse, around);
    }
    if (ts.isAsExpression(value)) return this.add(value.expression, around);
    const known = this.valuesOf(value);
    if (known) return known.forEach((one) => void this.acts.add(around[0] + one + around[1]));
    const declaration = this.declarationOf(value);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return this.add(declaration.initializer, around);
    if (declaration && ts.isParameter(declaration))
      return this.addParameter(value, declaration, around);
    if (ts.isTemplateExpression(value) && value.templateSpans.length === 1) {
      const { expression, literal } = value.templateSpans[0]!;
      const inner = this.declarationOf(expression);
      if (inner && ts.isParameter(inner))
        return this.addParameter(expression, inner, [
          around[0] + value.head.text,
          literal.text + around[1],
        ]);
    }
    this.unknown.add(value.getText());
  }

  private addParameter(
    node: ts.Node,
    { parent }: ts.ParameterDeclaration,
    around: readonly [string, string],
  ): void {
    this.parameters.set(this.symbolOf(node)!, around);
    const isValue = ts.isArrowFunction(parent) || ts.isFunctionExpression(parent);
    const { name } = (isValue ? parent.parent : parent) as ts.NamedDeclaration;
    if (name) this.names.add(name.getText());
  }

  private symbolOf(node: ts.Node): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
  }

  private declarationOf(node: ts.Node): ts.Declaration | undefined {
    return ts.isIdentifier(node) ? this.symbolOf(node)?.valueDeclaration : undefined;
  }

  private valuesOf(value: ts.Expression): string[] | null {
    if (ts.isStringLiteralLike(value)) return [value.text];
    if (ts.isTemplateExpression(value)) {
      let texts = [value.head.text];
      for (const { expression, literal } of value.templateSpans) {
        const inner = this.valuesOf(expression);
        if (!inner) return null;
        texts = texts.flatMap((text) => inner.map((one) => text + one + literal.text));
      }
      return texts;
    }
    const type = this.checker.getTypeAtLocation(value);
    const parts = type.isUnion() ? type.types : [type];
    return parts.every((part) => part.isStringLiteral()) ? parts.map((part) => part.value) : null;
  }
}

const lastNameOf = (called: ts.Expression): string =>
  ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
