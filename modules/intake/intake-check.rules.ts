/** Errors of an intake, each at its field. */
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { nested } from '../platform/web/forms';
import { validateDto } from '../platform/web/validation';
import {
  personTyped,
  RegisterPeopleForm,
  type PersonDto,
  parsePerson,
  validatePerson,
  formFieldOf,
} from '../beneficiaries';
import { asForm, type Draft } from './intake.rules';

export interface IntakeCheck {
  readonly people: readonly PersonDto[];
  /** None: they can be registered. */
  readonly problems: readonly DomainError[];
}

/** The rules of registering, asked of what is there so far; nothing typed is nothing wrong. */
export async function checkIntake(draft: Draft, today: CivilDate): Promise<IntakeCheck> {
  try {
    const { people: forms } = await validateDto(RegisterPeopleForm, nested(asForm(draft)));
    const people = forms.map(personTyped);
    const problems = people.flatMap((person, index) =>
      validatePerson(parsePerson(person, today), today).map((error) =>
        at(error, `people.${index}.${error.field}`, draft),
      ),
    );
    return { people, problems: onceEach([...problems, ...undecided(draft)]) };
  } catch (error) {
    if (!(error instanceof FieldErrors)) throw error;
    return { people: [], problems: error.errors.map((one) => at(one, one.field ?? '', draft)) };
  }
}

/** Errors of common fields are reported once. */
const onceEach = (problems: readonly DomainError[]): DomainError[] => [
  ...new Map(problems.map((one) => [`${one.field} ${one.code}`, one])).values(),
];

/** Conflicting input of two devices prevents the registration until it is resolved. */
const undecided = ({ elsewhere }: Draft): DomainError[] =>
  Object.entries(elsewhere).map(
    ([field, value]) =>
      new DomainError('conflict', 'intake.both', { value: [value].flat().join(' · ') }, field),
  );

/** The rules count those who are there; the intake keeps the place that each was given. */
function at({ kind, code, params }: DomainError, field: string, { people }: Draft): DomainError {
  const own = field.replace(
    /^people\.(\d+)\./,
    (_, index: string) => `people.${people[Number(index)]}.`,
  );
  const beside = own.endsWith('.registeredOn') ? 'registeredOn' : formFieldOf(own);
  return new DomainError(kind, code, params, beside);
}
