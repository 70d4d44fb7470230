/** What still stands in the way of a form: each with its place, so that a sentence can lead there. */
import type { core } from 'zod';
import { isScored, rangeOf } from './scoring.rules';
import { fieldsIn } from './conditions.rules';
import {
  type Band,
  codesOf,
  type Condition,
  definition,
  type FormDefinition,
  type PointsScoring,
  type Question,
  questionsOf,
  type SignsScoring,
  STRENGTHS,
} from './definition.schema';

export type Path = readonly (string | number)[];
export interface Problem {
  /** Key of a sentence, `assessments:problem.<code>`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly path: Path;
}
type Wrong = (code: string, path: Path, params?: Problem['params']) => void;

export type Read =
  | { readonly form: FormDefinition; readonly problems: readonly [] }
  | { readonly form: null; readonly problems: readonly Problem[] };

const SHOWN_PROBLEMS = 50;

/** The shape alone: what is here can be kept as a draft and shown. */
export function readDefinition(written: unknown): Read {
  const { success, data, error } = definition.safeParse(written, { reportInput: true });
  if (success) return { form: data, problems: [] };
  return { form: null, problems: error.issues.slice(0, SHOWN_PROBLEMS).flatMap(problemOfShape) };
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ string: 'string', number: 'number', int: 'whole', boolean: 'boolean', array: 'array' },
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
    default:
      return one('shape');
  }
}

/** What was asked under these ids in earlier versions in force. */
export type KnownFields = ReadonlyMap<string, Question['kind']>;

/** What keeps a form from being approved; none where it can be. */
export function problemsOf(form: FormDefinition, known: KnownFields = new Map()): Problem[] {
  const problems: Problem[] = [];
  const wrong: Wrong = (code, path, params = {}) => problems.push({ code, params, path });
  checkWords(form, [], wrong);
  checkIds(form, known, wrong);
  eachQuestion(form, (question, path) => checkQuestion(form, question, path, wrong));
  form.sections.forEach(({ id, questions }, at) => {
    if (questions.every(({ retired }) => retired)) wrong('empty_section', ['sections', at], { id });
  });
  checkConditions(form, wrong);
  if (form.scoring?.by === 'points') checkBands(form, form.scoring, wrong);
  if (form.scoring?.by === 'signs') checkGroups(form, form.scoring, wrong);
  if (form.kind === 'screening') {
    if (!form.reading) wrong('screening_reading', ['reading']);
    if (!form.decision) wrong('screening_decision', ['decision']);
  }
  return problems;
}

function eachQuestion(form: FormDefinition, look: (question: Question, path: Path) => void): void {
  form.sections.forEach(({ questions }, at) =>
    questions.forEach((question, place) => look(question, ['sections', at, 'questions', place])),
  );
}

/** Every text that is there is there in all three languages. */
function checkWords(value: unknown, path: Path, wrong: Wrong): void {
  if (value === null || typeof value !== 'object') return;
  if ('fr' in value && 'ar' in value && 'en' in value) {
    for (const language of ['fr', 'ar', 'en'] as const) {
      if (String((value as Record<string, unknown>)[language]).trim() === '') {
        wrong('missing_language', [...path, language], { language });
      }
    }
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    checkWords(inner, [...path, Array.isArray(value) ? Number(key) : key], wrong);
  }
}

function checkIds(form: FormDefinition, known: KnownFields, wrong: Wrong): void {
  const once = (ids: readonly string[], pathOf: (place: number) => Path) => {
    const seen = new Set<string>();
    ids.forEach((id, place) => {
      if (seen.has(id)) wrong('duplicate', pathOf(place), { id });
      seen.add(id);
    });
  };
  once(
    form.sections.map(({ id }) => id),
    (place) => ['sections', place, 'id'],
  );
  const fields: string[] = [];
  const paths: Path[] = [];
  eachQuestion(form, (question, path) => {
    fields.push(question.id);
    paths.push([...path, 'id']);
    const before = known.get(question.id);
    if (before !== undefined && before !== question.kind) {
      wrong('field_changed', [...path, 'kind'], { field: question.id, before });
    }
    once(
      (question.options ?? []).map(({ code }) => code),
      (place) => [...path, 'options', place, 'code'],
    );
  });
  once(fields, (place) => paths[place]!);
}

function checkQuestion(form: FormDefinition, question: Question, path: Path, wrong: Wrong): void {
  const { kind, min, max, options, points, steps, atLeast, fact, sign } = question;
  const choice = kind === 'one' || kind === 'several';
  const figure = kind === 'number' || kind === 'scale';
  if (choice && !options) wrong('needs_options', path);
  if (!choice && options) wrong('no_options', [...path, 'options'], { kind });
  if (figure && (min === undefined || max === undefined)) wrong('needs_bounds', path);
  if (figure && min !== undefined && max !== undefined) {
    if (min >= max) wrong('bounds_turned', [...path, 'max']);
    else if (
      kind === 'scale' &&
      (!Number.isInteger(min) || !Number.isInteger(max) || max - min > 10)
    )
      wrong('scale_too_long', [...path, 'max']);
  }
  if (!figure && (min !== undefined || max !== undefined)) wrong('no_bounds', path, { kind });
  const coded = kind === 'yes_no' || choice;
  if (fact && !coded) wrong('fact_not_coded', [...path, 'fact'], { kind });
  if ((points || atLeast) && !coded) wrong('no_points', path, { kind });
  if (steps && !figure) wrong('no_steps', [...path, 'steps'], { kind });
  steps?.forEach((step, at) => {
    if (at > 0 && step.from <= steps[at - 1]!.from) wrong('steps_in_order', [...path, 'steps', at]);
  });
  for (const name of ['points', 'atLeast'] as const) {
    for (const code of Object.keys(question[name] ?? {})) {
      if (!codesOf(question).includes(code)) wrong('unknown_code', [...path, name, code], { code });
    }
  }
  if (isScored(question) && form.scoring?.by !== 'points') wrong('points_unused', path);
  if (sign && kind !== 'yes_no') wrong('sign_is_yes_no', [...path, 'sign']);
  if (sign && form.scoring?.by !== 'signs') wrong('sign_unused', [...path, 'sign']);
}

function checkConditions(form: FormDefinition, wrong: Wrong): void {
  const questions = questionsOf(form);
  const places = new Map(questions.map(({ id }, place) => [id, place]));
  const loop = loopIn(questions);
  eachQuestion(form, ({ id, showIf }, path) => {
    if (!showIf) return;
    const at = [...path, 'showIf'];
    eachTest(showIf, at, (field, codes, where) => {
      const about = questions.find((question) => question.id === field);
      if (!about) return wrong('unknown_field', where, { field });
      if (about.retired) return wrong('retired_field', where, { field });
      if (codesOf(about).length === 0 && about.kind !== 'scale') {
        return wrong('condition_on_text', where, { field });
      }
      for (const code of codes) {
        if (!codesOf(about).includes(code)) wrong('unknown_code', where, { code });
      }
      if (!loop.includes(id) && places.get(field)! >= places.get(id)!) {
        wrong('asked_later', where, { field });
      }
    });
    if (loop[0] === id) wrong('loop', at, { fields: [...loop, loop[0]].join(' → ') });
  });
}

function eachTest(
  condition: Condition,
  path: Path,
  look: (field: string, codes: readonly string[], path: Path) => void,
): void {
  if ('field' in condition) look(condition.field, [condition.is].flat(), path);
  else {
    const [name, inner] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
    (inner as readonly Condition[]).forEach((one, at) =>
      eachTest(one, [...path, name as string, at], look),
    );
  }
}

/** The first questions found that wait for each other, in their order; none where none do. */
function loopIn(questions: readonly Question[]): readonly string[] {
  const asks = new Map(questions.map(({ id, showIf }) => [id, showIf ? fieldsIn(showIf) : []]));
  const free = new Set<string>();
  const follow = (id: string, way: readonly string[]): readonly string[] => {
    if (free.has(id)) return [];
    if (way.includes(id)) return way.slice(way.indexOf(id));
    for (const next of asks.get(id) ?? []) {
      const loop = follow(next, [...way, id]);
      if (loop.length > 0) return loop;
    }
    free.add(id);
    return [];
  };
  for (const { id } of questions) {
    const loop = follow(id, []);
    if (loop.length > 0) return loop;
  }
  return [];
}

function checkBands(form: FormDefinition, { bands }: PointsScoring, wrong: Wrong): void {
  const path = (at: number, ...more: Path): Path => ['scoring', 'bands', at, ...more];
  bands.forEach((band: Band, at) => {
    if (bands.findIndex(({ id }) => id === band.id) < at) {
      wrong('duplicate', path(at, 'id'), { id: band.id });
    }
    if (band.from > band.to) wrong('band_turned', path(at), { id: band.id });
    const before = bands[at - 1];
    if (!before) return;
    if (band.from > before.to + 1) {
      wrong('band_hole', path(at, 'from'), { from: before.to + 1, to: band.from - 1 });
    }
    if (band.from <= before.to) {
      wrong('band_overlap', path(at, 'from'), { one: before.id, other: band.id });
    }
  });
  const asked = questionsOf(form).filter((question) => !question.retired && isScored(question));
  if (asked.length === 0) wrong('nothing_scored', ['scoring']);
  const lowest = asked.reduce((sum, question) => sum + Math.min(0, rangeOf(question).low), 0);
  const highest = asked.reduce((sum, question) => sum + Math.max(0, rangeOf(question).high), 0);
  if (bands[0]!.from > lowest)
    wrong('band_hole', path(0, 'from'), { from: lowest, to: bands[0]!.from - 1 });
  const last = bands.length - 1;
  if (bands[last]!.to < highest) {
    wrong('band_hole', path(last, 'to'), { from: bands[last]!.to + 1, to: highest });
  }
  eachQuestion(form, ({ atLeast = {} }, at) => {
    for (const [code, band] of Object.entries(atLeast)) {
      if (!bands.some(({ id }) => id === band))
        wrong('unknown_band', [...at, 'atLeast', code], { band });
    }
  });
}

function checkGroups(form: FormDefinition, { groups, mustHave }: SignsScoring, wrong: Wrong): void {
  const ids = groups.map(({ id }) => id);
  groups.forEach(({ id, rule }, at) => {
    if (ids.indexOf(id) < at) wrong('duplicate', ['scoring', 'groups', at, 'id'], { id });
    rule?.forEach((combination, place) => {
      if (Object.values(combination).every((count) => count === undefined)) {
        wrong('empty_rule', ['scoring', 'groups', at, 'rule', place]);
      }
    });
  });
  if (mustHave !== undefined && !ids.includes(mustHave)) {
    wrong('unknown_group', ['scoring', 'mustHave'], { group: mustHave });
  }
  const used = new Set<string>();
  eachQuestion(form, ({ sign, retired }, path) => {
    if (!sign) return;
    const group = groups.find(({ id }) => id === sign.group);
    if (!group) return wrong('unknown_group', [...path, 'sign', 'group'], { group: sign.group });
    if (group.rule && !sign.strength) {
      wrong('needs_strength', [...path, 'sign'], { values: STRENGTHS.join(', ') });
    }
    if (!retired) used.add(group.id);
  });
  groups.forEach(({ id }, at) => {
    if (!used.has(id)) wrong('empty_group', ['scoring', 'groups', at], { group: id });
  });
}
