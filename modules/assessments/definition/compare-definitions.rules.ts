/** Differences between two versions of a form by stable ids: added, removed and changed questions. */
import type { FormDefinition, Question } from './definition-schema.rules';

export const ASPECTS = [
  'label',
  'help',
  'kind',
  'options',
  'condition',
  'points',
  'for',
  'fact',
  'needed',
  'place',
] as const;
export type Aspect = (typeof ASPECTS)[number];

export interface FieldChange {
  readonly field: string;
  readonly change: 'added' | 'retired' | 'changed';
  readonly aspects: readonly Aspect[];
  readonly before: Question | null;
  readonly after: Question | null;
}

export interface DefinitionChanges {
  readonly fields: readonly FieldChange[];
  /** Parts of the form itself that differ. */
  readonly head: readonly string[];
  readonly scoring: boolean;
}

const same = (one: unknown, two: unknown): boolean => JSON.stringify(one) === JSON.stringify(two);

const APART: readonly string[] = ['sections', 'scoring'];

interface QuestionPosition {
  readonly question: Question;
  readonly section: string;
  readonly before: string | null;
}

const asked = (form: FormDefinition): Map<string, QuestionPosition> => {
  const placed = new Map<string, QuestionPosition>();
  for (const { id: section, questions } of form.sections) {
    const put = questions.filter(({ retired }) => !retired);
    put.forEach((question, at) =>
      placed.set(question.id, { question, section, before: put[at - 1]?.id ?? null }),
    );
  }
  return placed;
};

export function compareDefinitions(
  before: FormDefinition,
  after: FormDefinition,
): DefinitionChanges {
  const [one, two] = [asked(before), asked(after)];
  const fields = [...new Set([...two.keys(), ...one.keys()])].flatMap((field): FieldChange[] => {
    const [was, is] = [one.get(field), two.get(field)];
    if (!was) return [{ field, change: 'added', aspects: [], before: null, after: is!.question }];
    if (!is) return [{ field, change: 'retired', aspects: [], before: was.question, after: null }];
    const aspects = aspectsOf(was, is);
    return aspects.length === 0
      ? []
      : [{ field, change: 'changed', aspects, before: was.question, after: is.question }];
  });
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<
    keyof FormDefinition
  >;
  return {
    fields,
    head: [...keys].filter((key) => !APART.includes(key) && !same(before[key], after[key])),
    scoring: !same(before.scoring, after.scoring),
  };
}

function aspectsOf(
  { question: was, ...from }: QuestionPosition,
  { question: is, ...to }: QuestionPosition,
): Aspect[] {
  const differ: Record<Aspect, boolean> = {
    label: !same(was.label, is.label),
    help: !same(was.help, is.help),
    kind: was.kind !== is.kind || was.min !== is.min || was.max !== is.max,
    options: !same(was.options, is.options) || !same(was.ends, is.ends),
    condition: !same(was.showIf, is.showIf),
    points: !same(
      [was.points, was.steps, was.atLeast, was.weight, was.sign],
      [is.points, is.steps, is.atLeast, is.weight, is.sign],
    ),
    for: was.for !== is.for || was.asked !== is.asked,
    fact: was.fact !== is.fact,
    needed: was.needed !== is.needed,
    place: from.section !== to.section || from.before !== to.before,
  };
  return ASPECTS.filter((aspect) => differ[aspect]);
}
