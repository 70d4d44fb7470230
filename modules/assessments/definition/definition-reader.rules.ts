/** The gate of a definition: its shape, or what is wrong with it, each with its place. */
import type { core } from 'zod';
import {
  definition,
  type FormDefinition,
  MOST_CODES,
  type Question,
} from './definition-schema.rules';

export type Path = readonly (string | number)[];
export interface Problem {
  /** Key of a sentence, `assessments:problem.<code>`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly path: Path;
}
export type ReportProblem = (code: string, path: Path, params?: Problem['params']) => void;

export type DefinitionResult =
  | { readonly form: FormDefinition; readonly problems: readonly [] }
  | { readonly form: null; readonly problems: readonly Problem[] };

const SHOWN_PROBLEMS = 50;

/** The shape alone: what is here can be kept as a draft and shown. */
export function readDefinition(written: unknown): DefinitionResult {
  const { success, data, error } = definition.safeParse(written, { reportInput: true });
  if (success) return { form: data, problems: [] };
  return { form: null, problems: error.issues.slice(0, SHOWN_PROBLEMS).flatMap(problemOfShape) };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  int: 'whole',
  boolean: 'boolean',
  array: 'array',
};

function problemOfShape(issue: core.$ZodIssue): Problem[] {
  const path = issue.path as Path;
  const one = (code: string, params: Problem['params'] = {}): Problem[] => [{ code, params, path }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'unknown_key',
        params: { key: key.slice(0, 60) },
        path: [...path, key],
      }));
    case 'invalid_type':
      return issue.input === undefined
        ? one('missing', { key: String(path.at(-1) ?? '') })
        : one(`type_${TYPES[issue.expected] ?? 'object'}`);
    case 'invalid_value':
      return one('one_of', { values: issue.values.map(String).join(', ') });
    case 'invalid_format':
      return one('bad_id');
    case 'invalid_union':
      return path.at(-1) === 'by'
        ? one('one_of', { values: 'points, signs' })
        : one('condition_shape');
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? one('too_few', { limit: Number(issue.minimum) })
        : one('too_small', { limit: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'array'
        ? one('too_many', { limit: Number(issue.maximum) })
        : issue.origin === 'string'
          ? one('too_long', { limit: Number(issue.maximum) })
          : one('too_big', { limit: Number(issue.maximum) });
    case 'custom':
      return one('too_many', { limit: MOST_CODES });
    default:
      return one('shape');
  }
}

/** Each question with the way to it. */
export function eachQuestion(
  form: FormDefinition,
  look: (question: Question, path: Path) => void,
): void {
  form.sections.forEach(({ questions }, at) =>
    questions.forEach((question, place) => look(question, ['sections', at, 'questions', place])),
  );
}
