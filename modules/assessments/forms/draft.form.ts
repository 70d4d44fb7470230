/** The pages of a draft as forms: what is posted becomes a part of a definition, and back. */
import type { Condition, FormDefinition, Question } from '../definition/definition-schema.rules';
import type { EditedDefinition } from '../definition/edit.rules';
import { nested } from '../../platform/web/forms';

export type PostedFields = Record<string, unknown>;
type Tree = Record<string, unknown>;
export type FormValues = Record<string, string | string[]>;

const LANGUAGES = ['fr', 'ar', 'en'] as const;
const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const tree = (value: unknown): Tree => (isTree(value) ? value : {});
const rows = (value: unknown): Tree[] =>
  Array.isArray(value) ? value.map(tree) : Object.values(tree(value)).map(tree);
const filled = (value: unknown): boolean =>
  isTree(value) ? Object.values(value).some(filled) : value !== undefined && value !== '';

/** A number where one is typed; else what was typed, which the gate then refuses. */
const figure = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+([.,]\d+)?$/.test(value.trim())
    ? Number(value.trim().replace(',', '.'))
    : value;
/** Text in three languages; nothing where none is written. */
const words = (value: unknown): Tree | undefined => (filled(value) ? tree(value) : undefined);
const ticked = (value: unknown): boolean => value === 'yes';

export function headFrom(posted: PostedFields): EditedDefinition {
  const { title, about, reading, source, ...rest } = nested(posted) as Tree;
  return {
    title: tree(title),
    about: tree(about),
    reading: filled(reading)
      ? { says: tree(tree(reading).says), doesNotSay: tree(tree(reading).doesNotSay) }
      : undefined,
    source: tree(source),
    part: rest.part,
    for: rest.for,
    approval: ticked(rest.approval),
    decision: ticked(rest.decision),
    nextDays: rest.nextDays === undefined ? undefined : figure(rest.nextDays),
  };
}

export function sectionFrom(posted: PostedFields): EditedDefinition {
  const { title, lead, warning } = nested(posted) as Tree;
  return { title: tree(title), lead: words(lead), warning: words(warning) };
}

/** Builds a question from the posted page; fields that its kind does not have are ignored. */
export function questionFrom(kind: Question['kind'], posted: PostedFields): EditedDefinition {
  const given = nested(posted) as Tree;
  const choice = kind === 'one' || kind === 'several';
  const number = kind === 'number' || kind === 'scale';
  const options = rows(given.options).filter(filled);
  const answers = choice ? options : kind === 'yes_no' ? rows(given.answers) : [];
  return {
    label: tree(given.label),
    help: words(given.help),
    asked: given.asked,
    for: given.for,
    needed: ticked(given.needed),
    fact: ticked(given.fact),
    weight: given.weight === undefined ? undefined : figure(given.weight),
    options: choice ? options.map(({ code, label }) => ({ code, label: tree(label) })) : undefined,
    ...(number && { min: figure(given.min), max: figure(given.max) }),
    ends: kind === 'scale' && filled(given.ends) ? endsFrom(given.ends) : undefined,
    points: byCode(answers, 'points', figure),
    atLeast: byCode(answers, 'atLeast', (band) => band),
    steps: number ? stepsFrom(given.steps) : undefined,
    sign: filled(given.sign) ? signFrom(given.sign) : undefined,
    showIf: conditionFrom(given.condition),
  };
}

const endsFrom = (value: unknown) => ({ low: tree(tree(value).low), high: tree(tree(value).high) });
const signFrom = (value: unknown) => {
  const { group, strength } = tree(value);
  return { group, ...(strength !== undefined && { strength }) };
};

function byCode(answers: readonly Tree[], name: string, read: (value: unknown) => unknown) {
  const given = answers.filter((one) => filled(one[name]) && typeof one.code === 'string');
  return given.length > 0
    ? Object.fromEntries(given.map((one) => [one.code as string, read(one[name])]))
    : undefined;
}

function stepsFrom(value: unknown) {
  const steps = rows(value).filter(filled);
  return steps.length > 0
    ? steps.map(({ from, points }) => ({ from: figure(from), points: figure(points) }))
    : undefined;
}

/** One test, or several of which all or any hold; a deeper one is kept as it was. */
function conditionFrom(value: unknown): unknown {
  const { how, kept, tests } = tree(value);
  if (typeof kept === 'string') return keptCondition(kept);
  const asked = rows(tests)
    .filter(({ field }) => filled(field))
    .map(({ field, is }) => ({ field, is: Array.isArray(is) && is.length === 1 ? is[0] : is }));
  if (asked.length === 0) return undefined;
  if (asked.length === 1) return asked[0];
  return how === 'any' ? { any: asked } : { all: asked };
}

/** Sent back as it was shown; whatever else it is goes through the gate. */
function keptCondition(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function bandsFrom(posted: PostedFields): unknown[] {
  return rows(tree(nested(posted)).bands)
    .filter(filled)
    .map(({ id, from, to, level, title, follow, alert, task, nextDays }) => ({
      id,
      from: figure(from),
      to: figure(to),
      level,
      title: tree(title),
      follow: tree(follow),
      alert: ticked(alert),
      task: filled(tree(task).kind)
        ? { kind: tree(task).kind, hours: figure(tree(task).hours) }
        : undefined,
      nextDays: nextDays === undefined ? undefined : figure(nextDays),
    }));
}

/** The names of the forms' fields for what is there now. */
export function typedOf(value: object, prefix = ''): FormValues {
  const typed: FormValues = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix + key;
    if (Array.isArray(inner) && inner.every((one) => typeof one === 'string')) typed[name] = inner;
    else if (inner !== null && typeof inner === 'object')
      Object.assign(typed, typedOf(inner, `${name}.`));
    else if (inner === true) typed[name] = 'yes';
    else if (inner !== undefined && inner !== false) typed[name] = String(inner);
  }
  return typed;
}

/** Values of the question form: points and bands by answer, conditions in rows. */
export function questionTyped(question: Question): FormValues {
  const { points = {}, atLeast = {}, options, showIf, kind, ...rest } = question;
  const typed = typedOf({ ...rest, ...(options && { options }) });
  const codes = kind === 'yes_no' ? ['yes', 'no'] : (options ?? []).map(({ code }) => code);
  const place = kind === 'yes_no' ? 'answers' : 'options';
  codes.forEach((code, at) => {
    if (points[code] !== undefined) typed[`${place}.${at}.points`] = String(points[code]);
    if (atLeast[code] !== undefined) typed[`${place}.${at}.atLeast`] = atLeast[code];
  });
  const simple = showIf && testsOf(showIf);
  if (showIf && !simple) typed['condition.kept'] = JSON.stringify(showIf);
  if (simple) {
    typed['condition.how'] = simple.how;
    simple.tests.forEach(({ field, is }, at) => {
      typed[`condition.tests.${at}.field`] = field;
      typed[`condition.tests.${at}.is`] = [is].flat();
    });
  }
  return typed;
}

type Test = Extract<Condition, { field: string }>;

/** A condition that fits into rows; null where it is deeper. */
export function testsOf(
  condition: Condition,
): { how: 'all' | 'any'; tests: readonly Test[] } | null {
  if ('field' in condition) return { how: 'all', tests: [condition] };
  const [how, inner] =
    'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  const tests = inner.filter((one): one is Test => 'field' in one);
  return tests.length === inner.length ? { how, tests } : null;
}

export const languagesOf = (name: string) =>
  LANGUAGES.map((language) => ({ language, name: `${name}.${language}` }));
export const formOfBands = ({ scoring }: FormDefinition) =>
  scoring?.by === 'points' ? scoring.bands : [];
