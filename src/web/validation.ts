/** What class-validator finds becomes field errors with codes of our own, for pages and API alike. */
import { ValidationPipe } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  getMetadataStorage,
  validate,
  type ValidationError,
  type ValidationOptions,
} from 'class-validator';
import { DomainError, FieldErrors } from '../shared/domain-error';

type Params = Record<string, string | number>;
export type DtoClass<T extends object> = new () => T;

const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** An empty field of a filter asks for nothing. */
export const Unasked = () =>
  Transform(({ value }) => (value === '' ? undefined : (value as unknown)));

/** Names the sentence of a rule: `@IsISO8601(…, says('people.birth_in_future'))`. */
export const says = (code: string, params: Params = {}): ValidationOptions => ({
  message: code,
  context: params,
});

/** The sentence of a rule that names none. */
const CODES: Record<string, string> = {
  isDefined: 'required',
  isNotEmpty: 'required',
  isNotEmptyObject: 'required',
  whitelistValidation: 'unknown_field',
  maxLength: 'too_long',
  minLength: 'too_short',
  isLength: 'too_long',
  min: 'too_small',
  isPositive: 'too_small',
  max: 'too_big',
  arrayMaxSize: 'too_many_items',
  arrayMinSize: 'too_few_items',
  arrayNotEmpty: 'required',
  isInt: 'not_whole',
  isNumber: 'not_number',
  isNumberString: 'not_number',
  isDecimal: 'not_amount',
  isDateString: 'not_date',
  isIso8601: 'not_date',
  isDate: 'not_date',
  isEmail: 'not_email',
  isIn: 'not_choice',
  isEnum: 'not_choice',
  isUuid: 'not_choice',
  isString: 'not_text',
  isArray: 'not_list',
  isBoolean: 'not_yes_no',
  isBooleanString: 'not_yes_no',
};
/** "25/11/2026", as it is written in Morocco: the sentence shows how to write it here. */
const isDayFirst = (value: unknown): boolean =>
  typeof value === 'string' && /^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*$/.test(value);
const DAY_FIRST = 'common.day_first';
const OUR_CODE = /^[a-z][a-z0-9-]*\.[a-z0-9_.]+$/;

/** The number of a limit stands in the decorator, not in the error. */
function limitOf({ target, property }: ValidationError, rule: string): Params {
  if (!target) return {};
  const storage = getMetadataStorage();
  const found = storage
    .getTargetValidationMetadatas(target.constructor, '', true, false)
    .find((metadata) => metadata.propertyName === property && metadata.name === rule);
  const limits = (found?.constraints ?? []).filter((limit) => typeof limit === 'number');
  const limit = rule === 'isLength' ? limits.at(-1) : limits[0];
  return { limit: rule === 'isPositive' ? 1 : (limit ?? 0) };
}

function errorOf(error: ValidationError, field: string): DomainError {
  const rules = Object.keys(error.constraints ?? {});
  // "Needed" is said before anything else that an empty field also breaks.
  const isMissing = error.value === undefined || error.value === null || error.value === '';
  const rule = rules.find((name) => CODES[name] === 'required') ?? rules.at(-1)!;
  const message = error.constraints?.[rule] ?? '';
  if (OUR_CODE.test(message)) {
    const code = message === 'common.not_date' && isDayFirst(error.value) ? DAY_FIRST : message;
    return new DomainError('invalid', code, (error.contexts?.[rule] ?? {}) as Params, field);
  }
  if (isMissing && rule !== 'whitelistValidation') {
    return new DomainError('invalid', 'common.required', {}, field);
  }
  const params = { ...limitOf(error, rule), field };
  return new DomainError('invalid', `common.${CODES[rule] ?? 'invalid'}`, params, field);
}

function flatten(errors: readonly ValidationError[], prefix = ''): DomainError[] {
  return errors.flatMap((error) => {
    const field = prefix + error.property;
    const own = error.constraints ? [errorOf(error, field)] : [];
    return [...own, ...flatten(error.children ?? [], `${field}.`)];
  });
}

export const fieldErrorsOf = (errors: readonly ValidationError[]): FieldErrors =>
  new FieldErrors(flatten(errors));

/** A checked DTO, or FieldErrors. */
export async function checked<T extends object>(Dto: DtoClass<T>, plain: object): Promise<T> {
  const dto = plainToInstance(Dto, plain);
  const errors = await validate(dto, RULES);
  if (errors.length > 0) throw fieldErrorsOf(errors);
  return dto;
}

/** The pipe of the API: unknown fields are refused, each wrong field gets its sentence. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    ...RULES,
    transform: true,
    // The sentence of a limit names the limit, which is read from the class.
    validationError: { target: true },
    exceptionFactory: fieldErrorsOf,
  });
