/** Small forms for the specs of the engine. */
import { definition, type FormDefinition, type DefinitionSource } from './definition-schema.rules';

export const say = (fr: string) => ({ fr, ar: `${fr} (ar)`, en: `${fr} (en)` });

type QuestionSource = DefinitionSource['sections'][number]['questions'][number];

export const question = (id: string, more: Partial<QuestionSource> = {}): QuestionSource => ({
  id,
  kind: 'yes_no',
  label: say(id),
  ...more,
});

export const written = (
  questions: readonly QuestionSource[],
  more: Partial<DefinitionSource> = {},
): DefinitionSource => ({
  form: 'sample',
  kind: 'risk',
  part: 'story',
  title: say('Exemple'),
  about: say('Un exemple'),
  source: { text: say('specs'), checked: 'own' },
  sections: [{ id: 'one', title: say('Un'), questions: [...questions] }],
  ...more,
});

export const form = (
  questions: readonly QuestionSource[],
  more: Partial<DefinitionSource> = {},
): FormDefinition => definition.parse(written(questions, more));

const band = (id: string, from: number, to: number, level: 'low' | 'moderate' | 'high') => ({
  id,
  from,
  to,
  level,
  title: say(id),
  follow: say(`suite ${id}`),
});
export const BANDS = [
  band('low', 0, 3, 'low'),
  band('moderate', 4, 7, 'moderate'),
  band('high', 8, 99, 'high'),
];
export const byPoints: Partial<DefinitionSource> = { scoring: { by: 'points', bands: BANDS } };

/** The rule of the operational indicators. */
export const DELPHI = [
  { strong: 2 },
  { strong: 1, other: 1 },
  { medium: 3 },
  { medium: 2, weak: 1 },
];
