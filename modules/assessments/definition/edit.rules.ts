/** Changing a draft: each change is a new definition, which goes through the same gate as any other. */
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { fieldsIn } from './conditions.rules';
import {
  type FormDefinition,
  type Question,
  questionsOf,
  type QuestionKind,
  type Section,
  type LocalisedText,
} from './definition-schema.rules';

/** Not validated yet (see `definition-problems.rules.ts`). */
export type EditedDefinition = Readonly<Record<string, unknown>>;
export type Step = 'up' | 'down';

const NOTHING: LocalisedText = { fr: '', ar: '', en: '' };

export const changeHead = (form: FormDefinition, head: EditedDefinition): EditedDefinition => ({
  ...form,
  ...head,
});

export function changeSection(
  form: FormDefinition,
  id: string,
  section: EditedDefinition,
): EditedDefinition {
  sectionOf(form, id);
  return withSections(
    form,
    form.sections.map((one) => (one.id === id ? { ...one, ...section } : one)),
  );
}

export function addSection(form: FormDefinition, id: string): EditedDefinition {
  if (form.sections.some((section) => section.id === id)) {
    throw new DomainError('invalid', 'assessments.id_taken', {}, 'id');
  }
  return withSections(form, [...form.sections, { id, title: NOTHING, questions: [] }]);
}

/** Only an empty one: what it asks is moved or retired first. */
export function removeSection(form: FormDefinition, id: string): EditedDefinition {
  if (sectionOf(form, id).questions.length > 0) {
    throw new DomainError('conflict', 'assessments.section_not_empty');
  }
  return withSections(
    form,
    form.sections.filter((section) => section.id !== id),
  );
}

export function moveSection(form: FormDefinition, id: string, step: Step): EditedDefinition {
  sectionOf(form, id);
  return withSections(
    form,
    moved(form.sections, (section) => section.id === id, step),
  );
}

export function addQuestion(
  form: FormDefinition,
  sectionId: string,
  { id, kind }: { id: string; kind: QuestionKind },
): EditedDefinition {
  const section = sectionOf(form, sectionId);
  if (questionsOf(form).some((question) => question.id === id)) {
    throw new DomainError('invalid', 'assessments.id_taken', {}, 'id');
  }
  const first = (code: string) => ({ code, label: NOTHING });
  const question = {
    id,
    kind,
    label: NOTHING,
    ...((kind === 'one' || kind === 'several') && { options: [first('a'), first('b')] }),
    ...(kind === 'number' && { min: 0, max: 100 }),
    ...(kind === 'scale' && { min: 0, max: 5 }),
  };
  return changeSection(form, sectionId, { questions: [...section.questions, question] });
}

export function changeQuestion(
  form: FormDefinition,
  id: string,
  change: EditedDefinition,
): EditedDefinition {
  const section = sectionWith(form, id);
  return changeSection(form, section.id, {
    questions: section.questions.map((question) =>
      question.id === id ? withoutNothing({ ...question, ...change, id }) : question,
    ),
  });
}

/** Up or down within its section; past its end, into the section beside it. */
export function moveQuestion(form: FormDefinition, id: string, step: Step): EditedDefinition {
  const section = sectionWith(form, id);
  const at = section.questions.findIndex((question) => question.id === id);
  const inside = step === 'up' ? at > 0 : at < section.questions.length - 1;
  if (inside) {
    const questions = moved(section.questions, (question) => question.id === id, step);
    return changeSection(form, section.id, { questions });
  }
  const place = form.sections.indexOf(section) + (step === 'up' ? -1 : 1);
  const beside = form.sections[place];
  if (!beside) return { ...form };
  const question = section.questions[at]!;
  return withSections(
    form,
    form.sections.map((one) => {
      if (one.id === section.id) {
        return { ...one, questions: one.questions.filter((other) => other.id !== id) };
      }
      if (one.id !== beside.id) return one;
      const questions = step === 'up' ? [...one.questions, question] : [question, ...one.questions];
      return { ...one, questions };
    }),
  );
}

/** Not asked any more; its id stays taken, so that old answers keep their meaning. */
export const retireQuestion = (
  form: FormDefinition,
  id: string,
  retired: boolean,
): EditedDefinition => changeQuestion(form, id, { retired });

/** A question that was never in force can go for good. */
export function removeQuestion(
  form: FormDefinition,
  id: string,
  known: ReadonlySet<string>,
): EditedDefinition {
  const section = sectionWith(form, id);
  if (known.has(id)) throw new DomainError('conflict', 'assessments.retire_it');
  if (questionsOf(form).some(({ showIf }) => showIf && fieldsIn(showIf).includes(id))) {
    throw new DomainError('conflict', 'assessments.condition_needs_it');
  }
  return changeSection(form, section.id, {
    questions: section.questions.filter((question) => question.id !== id),
  });
}

export function sectionOf(form: FormDefinition, id: string): Section {
  const section = form.sections.find((one) => one.id === id);
  if (!section) throw notFound();
  return section;
}

export function sectionWith(form: FormDefinition, field: string): Section {
  const section = form.sections.find(({ questions }) => questions.some(({ id }) => id === field));
  if (!section) throw notFound();
  return section;
}

export const questionOf = (form: FormDefinition, field: string): Question =>
  sectionWith(form, field).questions.find(({ id }) => id === field)!;

const withSections = (form: FormDefinition, sections: readonly object[]): EditedDefinition => ({
  ...form,
  sections,
});

/** A key without a value is a key that is not there. */
const withoutNothing = (object: EditedDefinition): EditedDefinition =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

function moved<T>(all: readonly T[], is: (one: T) => boolean, step: Step): T[] {
  const from = all.findIndex(is);
  const to = from + (step === 'up' ? -1 : 1);
  if (to < 0 || to >= all.length) return [...all];
  const next = [...all];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
