/** The form of a classification: what is known, as a form holds it, and back. */
import type { FormState } from '../../platform/web/forms';
import type { ClassifyDto } from '../dto/classify.dto';
import {
  type FullClassification,
  type TraffickingPlace,
  type ClassificationQuestion,
  QUESTION_NAMES,
} from './classification.rules';
import type { ClassificationInput } from './classify.service';

const text = (given: string | null | undefined): string | null => {
  const trimmed = given?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};
const place = (given: NonNullable<ClassifyDto['recruitment']>): TraffickingPlace => ({
  country: text(given.country),
  region: text(given.region),
  town: text(given.town),
});

/** What the API or a form named, and no more. */
export function classificationGiven(dto: ClassifyDto): ClassificationInput {
  const { version, caseVersion, elements, answers = {}, recruitment, transit, exploitation } = dto;
  const named = Object.entries(answers).filter(([, codes]) => codes !== undefined);
  return {
    version,
    caseVersion,
    classified: {
      ...(elements && {
        elements: {
          acts: elements.acts ?? [],
          means: elements.means ?? [],
          purposes: elements.purposes ?? [],
        },
      }),
      answers: Object.fromEntries(named.map(([name, codes]) => [name, codes ?? []])),
      ...(dto.began !== undefined && { began: text(dto.began) }),
      ...(dto.duration !== undefined && { duration: text(dto.duration) }),
      ...((dto.ageBegan !== undefined || dto.ageBeganAnswer !== undefined) && {
        ageBegan: dto.ageBegan ?? null,
        ageBeganAnswer: dto.ageBeganAnswer ?? null,
      }),
      ...(recruitment && { recruitment: place(recruitment) }),
      ...(transit && { transit: transit.map(place) }),
      ...(exploitation && { exploitation: place(exploitation) }),
    },
  };
}

/** A form says all that it showed: what is left empty there was not asked. */
export const wholeForm = (dto: ClassifyDto): ClassifyDto => ({
  ...dto,
  elements: dto.elements ?? {},
  answers: Object.fromEntries(QUESTION_NAMES.map((name) => [name, dto.answers?.[name] ?? []])),
  began: dto.began ?? null,
  duration: dto.duration ?? null,
  ageBegan: dto.ageBegan ?? null,
  ageBeganAnswer: dto.ageBeganAnswer ?? null,
  recruitment: dto.recruitment ?? {},
  transit: dto.transit ?? [],
  exploitation: dto.exploitation ?? {},
});

const typedPlace = (
  name: string,
  { country, region, town }: TraffickingPlace,
): FormState['values'] => ({
  [`${name}.country`]: country ?? '',
  [`${name}.region`]: region ?? '',
  [`${name}.town`]: town ?? '',
});

/** Field names of the form. */
export const typedOf = (one: FullClassification): FormState['values'] => ({
  'elements.acts': [...one.elements.acts],
  'elements.means': [...one.elements.means],
  'elements.purposes': [...one.elements.purposes],
  ...Object.fromEntries(
    QUESTION_NAMES.map((name: ClassificationQuestion) => [
      `answers.${name}`,
      [...one.answers[name]],
    ]),
  ),
  began: one.began ?? '',
  duration: one.duration ?? '',
  ageBegan: one.ageBegan === null ? '' : String(one.ageBegan),
  ageBeganAnswer: one.ageBeganAnswer ?? '',
  ...typedPlace('recruitment', one.recruitment),
  ...Object.assign({}, ...one.transit.map((stop, at) => typedPlace(`transit.${at}`, stop))),
  ...typedPlace('exploitation', one.exploitation),
});

/** Places of transit that the form shows: those that are typed, and one more to fill. */
export function transitPlaces(values: FormState['values'], most: number): number[] {
  const used = Object.entries(values).flatMap(([name, value]) => {
    const at = /^transit\.(\d{1,2})\./.exec(name)?.[1];
    return at === undefined || value === '' ? [] : [Number(at)];
  });
  return Array.from({ length: Math.min(most, Math.max(-1, ...used) + 2) }, (_, at) => at);
}
