/** Problems that prevent the approval of a form, each with its place in the definition. */
import { fieldsIn } from './conditions.rules';
import {
  eachQuestion,
  type Path,
  type Problem,
  type ReportProblem,
} from './definition-reader.rules';
import {
  codesOf,
  type Condition,
  type FormDefinition,
  type Question,
  questionsOf,
} from './definition-schema.rules';
import { checkBands, checkGroups } from './scoring-problems.rules';
import { isScored } from './scoring.rules';

/** Kinds of questions by id in earlier versions in force. */
export type KnownFields = ReadonlyMap<string, Question['kind']>;

/** Problems that prevent the approval; empty if there are none. */
export function problemsOf(form: FormDefinition, known: KnownFields = new Map()): Problem[] {
  const problems: Problem[] = [];
  const wrong: ReportProblem = (code, path, params = {}) => problems.push({ code, params, path });
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

/** Every text that is there is there in all three languages. */
function checkWords(value: unknown, path: Path, wrong: ReportProblem): void {
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

function checkIds(form: FormDefinition, known: KnownFields, wrong: ReportProblem): void {
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

function checkQuestion(
  form: FormDefinition,
  question: Question,
  path: Path,
  wrong: ReportProblem,
): void {
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
  const codes = new Set(codesOf(question));
  for (const name of ['points', 'atLeast'] as const) {
    for (const code of Object.keys(question[name] ?? {})) {
      if (!codes.has(code)) wrong('unknown_code', [...path, name, code], { code });
    }
  }
  if (isScored(question) && form.scoring?.by !== 'points') wrong('points_unused', path);
  if (sign && kind !== 'yes_no') wrong('sign_is_yes_no', [...path, 'sign']);
  if (sign && form.scoring?.by !== 'signs') wrong('sign_unused', [...path, 'sign']);
}

function checkConditions(form: FormDefinition, wrong: ReportProblem): void {
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
