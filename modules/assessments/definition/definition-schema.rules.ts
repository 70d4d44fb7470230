/** A form as data: its sections, questions, conditions and scoring. What has another shape is no form. */
import { z } from 'zod';

export const FORM_KINDS = [
  'needs',
  'risk',
  'vulnerability',
  'best_interests',
  'screening',
] as const;
/** Parts of a case that answers may belong to: who sees the part reads and who writes it fills in. */
export const FORM_PARTS = ['care', 'health', 'story', 'legal'] as const;
export const FOR_WHOM = ['all', 'child', 'adult'] as const;
export const QUESTION_KINDS = [
  'yes_no',
  'one',
  'several',
  'number',
  'scale',
  'date',
  'text',
] as const;
export const STRENGTHS = ['strong', 'medium', 'weak'] as const;
export const LEVELS = ['low', 'moderate', 'high'] as const;
/** Tasks that a band can open; their texts are in the locales. */
export const BAND_TASKS = ['safety_plan', 'urgent_help'] as const;
/** `own`: written by the programme; the others as in docs/assessments.md. */
export const CHECKED = ['verified', 'unverified', 'own'] as const;

const words = (longest: number) =>
  z.strictObject({
    fr: z.string().max(longest).default(''),
    ar: z.string().max(longest).default(''),
    en: z.string().max(longest).default(''),
  });
/** Codes that points may be given for: as many as a question has answers. */
export const MOST_CODES = 60;
const fewKeys = (record: object): boolean => Object.keys(record).length <= MOST_CODES;
const id = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/);
/** Code of an answer: an option, yes, no, or a step of a scale. */
const code = z.string().regex(/^[a-z0-9][a-z0-9_]{0,59}$/);
const whole = (low: number, high: number) => z.number().int().min(low).max(high);

const source = z.strictObject({ text: words(500), checked: z.enum(CHECKED) });

const fieldIs = z.strictObject({ field: id, is: z.union([code, z.array(code).min(1).max(30)]) });
export type Condition =
  | z.output<typeof fieldIs>
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    fieldIs,
    z.strictObject({ all: z.array(condition).min(1).max(10) }),
    z.strictObject({ any: z.array(condition).min(1).max(10) }),
  ]),
);

const option = z.strictObject({ code: id, label: words(300) });

const question = z.strictObject({
  /** Stays the same through all versions: searches and figures are bound to it. */
  id,
  kind: z.enum(QUESTION_KINDS),
  label: words(500),
  help: words(1000).optional(),
  /** The person answers, or the team writes down what it saw or decided. */
  asked: z.enum(['person', 'team']).default('person'),
  for: z.enum(FOR_WHOM).default('all'),
  options: z.array(option).min(2).max(40).optional(),
  min: z.number().min(-1_000_000).max(1_000_000).optional(),
  max: z.number().min(-1_000_000).max(1_000_000).optional(),
  ends: z.strictObject({ low: words(100), high: words(100) }).optional(),
  showIf: condition.optional(),
  /** Finishing asks for an answer, or for the reason why there is none. */
  needed: z.boolean().default(false),
  /** Kept in clear as field and code, for searches and figures; all else is sealed. */
  fact: z.boolean().default(false),
  retired: z.boolean().default(false),
  weight: whole(1, 10).default(1),
  points: z.record(code, whole(-100, 100)).refine(fewKeys).optional(),
  /** For numbers and scales: from this value on, so many points. */
  steps: z
    .array(z.strictObject({ from: z.number(), points: whole(-100, 100) }))
    .min(1)
    .max(20)
    .optional(),
  /** One answer that alone lifts the result to this band, whatever the sum. */
  atLeast: z.record(code, id).refine(fewKeys).optional(),
  sign: z.strictObject({ group: id, strength: z.enum(STRENGTHS).optional() }).optional(),
});

const section = z.strictObject({
  id,
  title: words(200),
  lead: words(1000).optional(),
  /** Warning before questions that may be painful. */
  warning: words(500).optional(),
  questions: z.array(question).max(60),
});

const band = z.strictObject({
  id,
  from: whole(-100_000, 100_000),
  to: whole(-100_000, 100_000),
  level: z.enum(LEVELS),
  title: words(100),
  /** Recommended follow-up. */
  follow: words(1000),
  /** Shown as an alert of the case while it is the latest result. */
  alert: z.boolean().default(false),
  task: z.strictObject({ kind: z.enum(BAND_TASKS), hours: whole(1, 8760) }).optional(),
  nextDays: whole(1, 1000).optional(),
});

const count = whole(1, 60).optional();
const group = z.strictObject({
  id,
  title: words(200),
  /** Positive where one of these holds; `other` is whatever is left, medium or weak. */
  rule: z
    .array(z.strictObject({ strong: count, medium: count, weak: count, other: count }))
    .min(1)
    .max(10)
    .optional(),
});

const scoring = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('points'),
    bands: z.array(band).min(1).max(8),
    source: source.optional(),
  }),
  z.strictObject({
    by: z.literal('signs'),
    groups: z.array(group).min(1).max(12),
    /** Group that must be positive for the result to count. */
    mustHave: id.optional(),
    source: source.optional(),
  }),
]);

export const definition = z.strictObject({
  form: z.string().regex(/^[a-z][a-z0-9_]{2,39}$/),
  kind: z.enum(FORM_KINDS),
  part: z.enum(FORM_PARTS),
  for: z.enum(FOR_WHOM).default('all'),
  title: words(200),
  /** Introduction for the colleague who fills it in: purpose and duration. */
  about: words(2000),
  source,
  /** A case supervisor who wrote nothing of it approves what is filled in. */
  approval: z.boolean().default(false),
  /** A person's decision follows, written down apart. */
  decision: z.boolean().default(false),
  nextDays: whole(1, 1000).optional(),
  /** How to read a result, and what it does not mean. */
  reading: z.strictObject({ says: words(2000), doesNotSay: words(2000) }).optional(),
  sections: z.array(section).min(1).max(30),
  scoring: scoring.optional(),
});

export type FormDefinition = z.output<typeof definition>;
/** As it may be written by hand: what has a usual value can be left out. */
export type DefinitionSource = z.input<typeof definition>;
export type Section = FormDefinition['sections'][number];
export type Question = Section['questions'][number];
export type LocalisedText = Question['label'];
export type Scoring = NonNullable<FormDefinition['scoring']>;
export type PointsScoring = Extract<Scoring, { by: 'points' }>;
export type IndicatorScoring = Extract<Scoring, { by: 'signs' }>;
export type Band = PointsScoring['bands'][number];
export type IndicatorGroup = IndicatorScoring['groups'][number];
export type QuestionKind = Question['kind'];
export type FormKind = FormDefinition['kind'];
export type FormPart = FormDefinition['part'];
export type Level = Band['level'];

export const questionsOf = ({ sections }: Pick<FormDefinition, 'sections'>): readonly Question[] =>
  sections.flatMap(({ questions }) => questions);

/** The codes that an answer may have, in order; none where it is no choice. */
export function codesOf({ kind, options, min, max }: Question): readonly string[] {
  if (kind === 'yes_no') return ['yes', 'no'];
  if (kind === 'one' || kind === 'several') return (options ?? []).map(({ code }) => code);
  return kind === 'scale' ? scaleOf(min ?? 0, max ?? 0).map(String) : [];
}

/** A draft may contain any bounds; bounds too far apart are reported, and never expanded to a million values. */
const LONGEST_SCALE = 101;
export const scaleOf = (min: number, max: number): number[] =>
  Array.from(
    { length: Math.min(LONGEST_SCALE, Math.max(0, Math.floor(max) - Math.ceil(min) + 1)) },
    (_, at) => min + at,
  );
