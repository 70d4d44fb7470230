/**
 * Which errors a use case may answer with: every `DomainError` that can be reached from a handler, and every code
 * that stands as a word beside one. What is called through a port is not followed.
 */
import ts from 'typescript';

export interface ErrorCode {
  readonly kind: string;
  readonly code: string;
  /** Only the code stands there; its kind is that of most codes. */
  readonly isGuess?: boolean;
}

interface ErrorSources {
  readonly errors: readonly ErrorCode[];
  readonly calls: readonly ts.Node[];
}

/** An error that a function makes of what it is handed: its kinds (none: handed too), and what stands around the code. */
interface OpenError {
  readonly kinds: readonly string[];
  readonly start: string;
  readonly end: string;
}

const ERRORS: ReadonlySet<string> = new Set(['DomainError', 'ImpersonalError']);
const KINDS: ReadonlySet<string> = new Set([
  'invalid',
  'bad_request',
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
  private readonly open = new Map<ts.Node, readonly OpenError[]>();
  private readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Constraint errors that a module hands to its `PersonRecords`, by the folder of the module. */
  private readonly tables = new Map<string, ts.Node[]>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isOwn: (file: ts.SourceFile) => boolean,
    /** Every code that has a sentence. */
    private readonly isCode: (text: string) => boolean,
    files: readonly ts.SourceFile[],
  ) {
    this.kinds = this.kindsIn(files);
    for (const file of files) if (file.fileName.endsWith('.module.ts')) this.findTables(file);
  }

  of(handler: ts.Node): ErrorCode[] {
    const found = new Map<string, ErrorCode>();
    const tables = this.tables.get(moduleOf(handler)) ?? [];
    const seen = new Set<ts.Node>([handler]);
    const waiting: ts.Node[] = [handler];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const { errors, calls } = this.reachedFrom(node);
      for (const error of errors) {
        const key = `${error.kind} ${error.code}`;
        if (!error.isGuess || !found.has(key)) found.set(key, error);
      }
      for (const call of isOfPersonRecords(node) ? [...calls, ...tables] : calls) {
        if (seen.has(call)) continue;
        seen.add(call);
        waiting.push(call);
      }
    }
    const all = [...found.values()];
    const known = new Set(all.filter(({ isGuess }) => !isGuess).map(({ code }) => code));
    return all.filter(({ isGuess, code }) => !isGuess || !known.has(code));
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

  private findTables(file: ts.SourceFile): void {
    const visit = (node: ts.Node): void => {
      const isTable = ts.isPropertyAssignment(node) && node.name.getText() === 'translate';
      const table =
        isTable && ts.isIdentifier(node.initializer) ? this.targetOf(node.initializer) : null;
      if (table)
        this.tables.set(moduleOf(file), [...(this.tables.get(moduleOf(file)) ?? []), table]);
      node.forEachChild(visit);
    };
    visit(file);
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
      else if (ts.isCallExpression(part)) errors.push(...this.madeBy(part));
      else if (ts.isStringLiteralLike(part)) errors.push(...this.namedBy(part));
      else if (ts.isIdentifier(part) && isUse(part)) {
        const target = this.targetOf(part);
        if (target) calls.add(target);
      }
      part.forEachChild(visit);
    };
    node.forEachChild(visit);
    if (ts.isMethodDeclaration(node)) for (const part of madeWith(node)) calls.add(part);
    const found = { errors, calls: [...calls] };
    this.reached.set(node, found);
    return found;
  }

  private errorsOf({ arguments: [kind, code] = ts.factory.createNodeArray() }: ts.NewExpression) {
    if (!kind || !code) return [];
    const kinds = this.kindsOf(kind);
    const codes = this.textsOf(code).filter((one) => this.isCode(one));
    return kinds.flatMap((one) => codes.map((text) => ({ kind: one, code: text })));
  }

  /** What a function makes of the kind and the code that this call hands it. */
  private madeBy(call: ts.CallExpression): ErrorCode[] {
    const open = this.openErrorsOf(this.calleeOf(call));
    if (open.length === 0) return [];
    const words = call.arguments.flatMap((argument) => this.textsOf(argument));
    const handed = words.filter((word) => KINDS.has(word));
    return open.flatMap(({ kinds, start, end }) =>
      words
        .map((word) => start + word + end)
        .filter((code) => this.isCode(code))
        .flatMap((code) => (kinds.length > 0 ? kinds : handed).map((kind) => ({ kind, code }))),
    );
  }

  private calleeOf({ expression }: ts.CallExpression): ts.Node | null {
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    return ts.isIdentifier(name) ? this.targetOf(name) : null;
  }

  /** Errors whose code, or whose kind, a function is handed; by itself, or for another such function. */
  private openErrorsOf(target: ts.Node | null): readonly OpenError[] {
    if (!target || this.isTable(target)) return [];
    const known = this.open.get(target);
    if (known) return known;
    this.open.set(target, []);
    const found: OpenError[] = [];
    const visit = (part: ts.Node): void => {
      if (ts.isTypeNode(part)) return;
      if (ts.isNewExpression(part) && ERRORS.has(part.expression.getText())) {
        if (this.errorsOf(part).length === 0) found.push(...this.openErrorIn(part));
      } else if (ts.isCallExpression(part) && this.madeBy(part).length === 0) {
        const callee = this.calleeOf(part);
        if (callee !== target) found.push(...this.openErrorsOf(callee));
      }
      part.forEachChild(visit);
    };
    target.forEachChild(visit);
    this.open.set(target, found);
    return found;
  }

  private openErrorIn({
    arguments: [kind, code] = ts.factory.createNodeArray(),
  }: ts.NewExpression) {
    if (!kind || !code) return [];
    const kinds = this.kindsOf(kind);
    if (!ts.isTemplateExpression(code)) return [{ kinds, start: '', end: '' }];
    const [span] = code.templateSpans;
    if (code.templateSpans.length > 1) return [];
    return [{ kinds, start: code.head.text, end: span!.literal.text }];
  }

  /** A constant that is no function is handed nothing. */
  private isTable(target: ts.Node): boolean {
    return (
      ts.isVariableDeclaration(target) &&
      target.initializer !== undefined &&
      !ts.isArrowFunction(target.initializer) &&
      !ts.isFunctionExpression(target.initializer)
    );
  }

  /** A code as a word: of the kind that stands beside it, else of those that it has elsewhere. */
  private namedBy(node: ts.StringLiteralLike): ErrorCode[] {
    const { text: code, parent } = node;
    if (!CODE.test(code) || !this.isCode(code)) return [];
    if (ts.isNewExpression(parent) && ERRORS.has(parent.expression.getText())) return [];
    const kind = kindBeside(node);
    if (kind) return [{ kind, code }];
    const kinds = this.kinds.get(code);
    if (!kinds) return [{ kind: 'invalid', code, isGuess: true }];
    return [...kinds].map((one) => ({ kind: one, code }));
  }

  /** None where the kind is handed on: its type says no more than that it is a kind. */
  private kindsOf(kind: ts.Expression): string[] {
    const isHanded = ts.isIdentifier(kind) || ts.isPropertyAccessExpression(kind);
    return isHanded ? [] : this.textsOf(kind).filter((one) => KINDS.has(one));
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

const moduleOf = (node: ts.Node): string =>
  /\/modules\/([^/]+)\//.exec(node.getSourceFile().fileName)?.[1] ?? '';

const isOfPersonRecords = ({ parent }: ts.Node): boolean =>
  parent !== undefined && ts.isClassDeclaration(parent) && parent.name?.text === 'PersonRecords';

/** How the object of a method is made: what its class hands to its parts. */
function madeWith({ parent }: ts.MethodDeclaration): ts.Node[] {
  if (!ts.isClassLike(parent)) return [];
  return parent.members.filter(
    (member) => ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
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
  const isOwn = parent.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isOwn || ts.isCallExpression(parent.parent);
};

const isTopLevel = (declaration: ts.VariableDeclaration): boolean =>
  ts.isSourceFile(declaration.parent.parent.parent);
