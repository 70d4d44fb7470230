/**
 * Which errors a use case may answer with: every `DomainError` that can be reached from a handler, and every code
 * that stands as a word beside one. What is called through a port is not followed.
 */
import ts from 'typescript';

export interface ErrorCode {
  readonly kind: string;
  readonly code: string;
}

interface ErrorSources {
  readonly errors: readonly ErrorCode[];
  readonly calls: readonly ts.Node[];
}

const ERRORS: ReadonlySet<string> = new Set(['DomainError', 'ImpersonalError']);
const KINDS: ReadonlySet<string> = new Set([
  'invalid',
  'not_found',
  'forbidden',
  'unauthenticated',
  'conflict',
  'too_large',
  'too_many',
  'unavailable',
]);
const CODE = /^[a-z][a-z-]*\.[a-z0-9_.]+$/;

export class ErrorCodes {
  private readonly reached = new Map<ts.Node, ErrorSources>();
  private readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isOwn: (file: ts.SourceFile) => boolean,
    /** Every code that has a sentence. */
    private readonly isCode: (text: string) => boolean,
    files: readonly ts.SourceFile[],
  ) {
    this.kinds = this.kindsIn(files);
  }

  of(handler: ts.Node): ErrorCode[] {
    const found = new Map<string, ErrorCode>();
    const seen = new Set<ts.Node>([handler]);
    const waiting: ts.Node[] = [handler];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const { errors, calls } = this.reachedFrom(node);
      for (const error of errors) found.set(`${error.kind} ${error.code}`, error);
      for (const call of calls) {
        if (seen.has(call)) continue;
        seen.add(call);
        waiting.push(call);
      }
    }
    return [...found.values()].filter(
      ({ kind, code }) => this.kinds.get(code)?.has(kind) ?? kind === 'invalid',
    );
  }

  /** Of which kinds each code is somewhere; one that no error names with its kind is of a wrong field. */
  private kindsIn(files: readonly ts.SourceFile[]): Map<string, Set<string>> {
    const kinds = new Map<string, Set<string>>();
    const note = ({ kind, code }: ErrorCode) => {
      const known = kinds.get(code);
      if (known) known.add(kind);
      else kinds.set(code, new Set([kind]));
    };
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ERRORS.has(node.expression.getText()))
        this.errorsOf(node).forEach(note);
      else if (ts.isStringLiteralLike(node) && CODE.test(node.text)) {
        const kind = kindBeside(node);
        if (kind) note({ kind, code: node.text });
      }
      node.forEachChild(visit);
    };
    for (const file of files) if (this.isOwn(file)) visit(file);
    return kinds;
  }

  private reachedFrom(node: ts.Node): ErrorSources {
    const known = this.reached.get(node);
    if (known) return known;
    const errors: ErrorCode[] = [];
    const calls = new Set<ts.Node>();
    const visit = (part: ts.Node): void => {
      if (ts.isTypeNode(part)) return;
      if (ts.isNewExpression(part) && ERRORS.has(part.expression.getText()))
        errors.push(...this.errorsOf(part));
      else if (ts.isStringLiteralLike(part)) errors.push(...this.namedBy(part));
      else if (ts.isIdentifier(part) && isUse(part)) {
        const target = this.targetOf(part);
        if (target) calls.add(target);
      }
      part.forEachChild(visit);
    };
    node.forEachChild(visit);
    const found = { errors, calls: [...calls] };
    this.reached.set(node, found);
    return found;
  }

  private errorsOf({ arguments: [kind, code] = ts.factory.createNodeArray() }: ts.NewExpression) {
    if (!kind || !code) return [];
    const kinds = this.textsOf(kind).filter((one) => KINDS.has(one));
    const codes = this.textsOf(code).filter((one) => this.isCode(one));
    return kinds.flatMap((one) => codes.map((text) => ({ kind: one, code: text })));
  }

  /** A code as a word: of the kind that stands beside it, else of those that it has elsewhere. */
  private namedBy(node: ts.StringLiteralLike): ErrorCode[] {
    const { text: code, parent } = node;
    if (!CODE.test(code) || !this.isCode(code)) return [];
    if (ts.isNewExpression(parent) && ERRORS.has(parent.expression.getText())) return [];
    const kind = kindBeside(node);
    if (kind) return [{ kind, code }];
    return [...(this.kinds.get(code) ?? ['invalid'])].map((one) => ({ kind: one, code }));
  }

  /** The values that a text may have, as far as its type knows them. */
  private textsOf(node: ts.Expression): string[] {
    if (ts.isConditionalExpression(node))
      return [...this.textsOf(node.whenTrue), ...this.textsOf(node.whenFalse)];
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce(
        (starts, { expression, literal }) =>
          this.textsOf(expression).flatMap((value) =>
            starts.map((start) => start + value + literal.text),
          ),
        [node.head.text],
      );
    }
    const type = this.checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    return parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
  }

  /** The function, class or constant of ours that a name stands for. */
  private targetOf(name: ts.Identifier): ts.Node | null {
    let symbol = this.checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias)
      symbol = this.checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (!declaration || !this.isOwn(declaration.getSourceFile())) return null;
    if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration))
      return declaration;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer && isTopLevel(declaration))
      return declaration;
    if (ts.isPropertyDeclaration(declaration) && declaration.initializer) return declaration;
    return null;
  }
}

/** The kind of error that stands as a word beside a code, in one list or object with it. */
function kindBeside({ parent }: ts.Node): string | undefined {
  let kind: string | undefined;
  parent.forEachChild((beside) => {
    const value = ts.isPropertyAssignment(beside) ? beside.initializer : beside;
    if (ts.isStringLiteralLike(value) && KINDS.has(value.text)) kind ??= value.text;
  });
  if (kind || !ts.isPropertyAssignment(parent)) return kind;
  parent.parent.forEachChild((beside) => {
    if (!ts.isPropertyAssignment(beside)) return;
    const { initializer } = beside;
    if (ts.isStringLiteralLike(initializer) && KINDS.has(initializer.text))
      kind ??= initializer.text;
  });
  return kind;
}

/**
 * Whether a name may stand for something that is run: what is called, what is handed over, and names that stand alone.
 * Any other property would have the type of its object worked out for nothing.
 */
const isUse = (name: ts.Identifier): boolean => {
  const { parent } = name;
  if (ts.isPropertyAssignment(parent) || ts.isParameter(parent)) return parent.name !== name;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return true;
  return ts.isCallExpression(parent.parent);
};

const isTopLevel = (declaration: ts.VariableDeclaration): boolean =>
  ts.isSourceFile(declaration.parent.parent.parent);
