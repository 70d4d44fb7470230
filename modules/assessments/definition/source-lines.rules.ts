/** Parses the JSON text of a definition and finds the line of an element. */
import { findNodeAtLocation, getNodeValue, parseTree, type ParseError } from 'jsonc-parser';
import type { Path, Problem } from './definition-reader.rules';

export interface SourceProblem extends Problem {
  readonly line: number;
}

export interface ReadSource {
  /** Undefined where the text is no JSON. */
  readonly value: unknown;
  readonly problems: readonly SourceProblem[];
  lineOf(path: Path): number;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export function readSource(text: string): ReadSource {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const lineOf = (path: Path): number => {
    // The place itself, or the nearest around it where it is missing.
    for (let length = path.length; tree && length >= 0; length -= 1) {
      const node = findNodeAtLocation(tree, path.slice(0, length) as (string | number)[]);
      if (node) return lineAt(text, node.offset);
    }
    return 1;
  };
  const problems = errors
    .slice(0, 1)
    .map(({ offset }) => ({ code: 'not_json', params: {}, path: [], line: lineAt(text, offset) }));
  const value: unknown = tree && errors.length === 0 ? getNodeValue(tree) : undefined;
  if (value === undefined && problems.length === 0) {
    problems.push({ code: 'not_json', params: {}, path: [], line: 1 });
  }
  return { value, problems, lineOf };
}

/** As it is written down: two spaces, a line each, in the order of the schema. */
export const sourceOf = (definition: unknown): string => JSON.stringify(definition, null, 2);
