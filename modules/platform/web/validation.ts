/** Converts errors of class-validator to field errors with our own codes, for pages and API. */
import { applyDecorators, type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  getMetadataStorage,
  IsEmail,
  Matches,
  type MetadataStorage,
  validate,
  type ValidationError,
  type ValidationOptions,
} from 'class-validator';
import { DomainError, FieldErrors } from '../shared/domain.errors';

type Params = Record<string, string | number>;

/**
 * The rules of each class, looked up once. class-validator compares a class with all others at each check, which takes
 * 0.2 ms with the thousand classes of the application.
 */
function keepRulesOfClasses(storage: MetadataStorage): void {
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  const kept = new Map<unknown, ReturnType<typeof lookUp>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || strictGroups || groups?.length)
      return lookUp(target, schema, always, strictGroups, groups);
    const rules = kept.get(target) ?? lookUp(target, schema, always, strictGroups, groups);
    kept.set(target, rules);
    return rules;
  };
}
keepRulesOfClasses(getMetadataStorage());
export type DtoClass<T extends object> = new () => T;

const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** An empty field of a filter asks for nothing. */
export const EmptyAsUndefined = () =>
  Transform(({ value }) => (value === '' ? undefined : (value as unknown)));

/** Error code of a validation rule: `@IsISO8601(…, says('people.birth_in_future'))`. */
export const says = (code: string, params: Params = {}): ValidationOptions => ({
  message: code,
  context: params,
});

/** One address, as a mail's head may hold it: the standard also allows quotes, in which a line may end. */
export const IsMailAddress = (
  options: ValidationOptions = says('common.not_email'),
): PropertyDecorator =>
  applyDecorators(IsEmail({}, options), Matches(/^[^\s"<>,;]*$/, options)) as PropertyDecorator;

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
/** `common.not_date`, `budget.bad_amount`: of no use where nothing was written at all. */
const ABOUT_A_WRONG_VALUE = /^[a-z-]+\.(not|bad)_/;
/** "25/11/2026", as it is written in Morocco: the sentence shows how to write it here. */
const isDayFirst = (value: unknown): boolean =>
  typeof value === 'string' && /^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*$/.test(value);
const DAY_FIRST = 'common.day_first';
const OUR_CODE = /^[a-z][a-z0-9-]*\.[a-z0-9_.]+$/;

/** Limits of a rule, read from its decorator because the error lacks them. */
function limitsOf({ target, property }: ValidationError, rule: string): number[] {
  if (!target) return [];
  const storage = getMetadataStorage();
  const found = storage
    .getTargetValidationMetadatas(target.constructor, '', true, false)
    .find((metadata) => metadata.propertyName === property && metadata.name === rule);
  return (found?.constraints ?? []).filter((limit) => typeof limit === 'number');
}

/** The sentence of a broken rule, with its limit. */
function sentenceOf(error: ValidationError, rule: string): { code: string; params: Params } {
  const code = CODES[rule] ?? 'invalid';
  if (!error.target) return { code, params: {} };
  const [first = 0, last = first] = limitsOf(error, rule);
  if (rule !== 'isLength') return { code, params: { limit: rule === 'isPositive' ? 1 : first } };
  const isShort = typeof error.value === 'string' && [...error.value].length < first;
  return isShort
    ? { code: 'too_short', params: { limit: first } }
    : { code, params: { limit: last } };
}

function errorOf(error: ValidationError, field: string): DomainError {
  const rules = Object.keys(error.constraints ?? {});
  // For an empty field "required" takes precedence over other errors.
  const isMissing = error.value === undefined || error.value === null || error.value === '';
  const rule = rules.find((name) => CODES[name] === 'required') ?? rules.at(-1)!;
  const message = error.constraints?.[rule] ?? '';
  if (isMissing && (CODES[rule] === 'not_date' || ABOUT_A_WRONG_VALUE.test(message))) {
    return new DomainError('invalid', 'common.required', {}, field);
  }
  if (OUR_CODE.test(message)) {
    const code = message === 'common.not_date' && isDayFirst(error.value) ? DAY_FIRST : message;
    return new DomainError('invalid', code, (error.contexts?.[rule] ?? {}) as Params, field);
  }
  if (isMissing && rule !== 'whitelistValidation') {
    return new DomainError('invalid', 'common.required', {}, field);
  }
  const { code, params } = sentenceOf(error, rule);
  return new DomainError('invalid', `common.${code}`, { ...params, field }, field);
}

function flatten(errors: readonly ValidationError[], prefix = ''): DomainError[] {
  return asDeclared(errors).flatMap((error) => {
    const field = prefix + error.property;
    const own = error.constraints ? [errorOf(error, field)] : [];
    return [...own, ...flatten(error.children ?? [], `${field}.`)];
  });
}

/** In the order of the fields, those of a parent first: class-validator has them after those of the class itself. */
function asDeclared(errors: readonly ValidationError[]): readonly ValidationError[] {
  const Dto = errors[0]?.target?.constructor as DtoClass<object> | undefined;
  if (!Dto || Array.isArray(errors[0]?.target)) return errors;
  const names = [...namesOf(Dto)];
  return errors.toSorted((a, b) => names.indexOf(a.property) - names.indexOf(b.property));
}

/** A form with more mistakes is put right a page at a time; an answer must not be larger than its question. */
const MOST_ERRORS = 20;

const firstOf = (errors: readonly DomainError[]): FieldErrors =>
  new FieldErrors(errors.slice(0, MOST_ERRORS));

export const fieldErrorsOf = (errors: readonly ValidationError[]): FieldErrors =>
  firstOf(flatten(errors.slice(0, MOST_ERRORS)));

const knownNames = new Map<DtoClass<object>, ReadonlySet<string>>();

/** Fields that have a rule. Everything else is unknown, as class-validator's whitelist has it. */
function namesOf(Dto: DtoClass<object>): ReadonlySet<string> {
  let names = knownNames.get(Dto);
  if (!names) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(Dto, '', true, false);
    const inherited = rules.toSorted((a, b) => ancestorsOf(a.target) - ancestorsOf(b.target));
    names = new Set(inherited.map(({ propertyName }) => propertyName));
    knownNames.set(Dto, names);
  }
  return names;
}

/** How many classes a class is derived from. */
function ancestorsOf(Class: string | object): number {
  const parent = typeof Class === 'string' ? null : (Object.getPrototypeOf(Class) as object | null);
  return parent === null ? 0 : 1 + ancestorsOf(parent);
}

interface SortedFields {
  readonly known: object;
  readonly unknown: readonly DomainError[];
}

/**
 * Unknown fields are taken out before an instance is made: class-transformer compares every name
 * with every other one.
 */
function sortFields(Dto: DtoClass<object>, plain: object): SortedFields {
  const names = namesOf(Dto);
  if (names.size === 0 || Array.isArray(plain)) return { known: plain, unknown: [] };
  const unknown = Object.keys(plain).filter((name) => !names.has(name));
  if (unknown.length === 0) return { known: plain, unknown: [] };
  return {
    known: Object.fromEntries(Object.entries(plain).filter(([name]) => names.has(name))),
    unknown: unknown
      .slice(0, MOST_ERRORS)
      .map((field) => new DomainError('invalid', 'common.unknown_field', { field }, field)),
  };
}

/** A checked DTO, or FieldErrors. */
export async function validateDto<T extends object>(Dto: DtoClass<T>, plain: object): Promise<T> {
  const { known, unknown } = sortFields(Dto, plain);
  const dto = plainToInstance(Dto, known);
  const errors = await validate(dto, RULES);
  if (unknown.length > 0 || errors.length > 0) {
    throw firstOf([...unknown, ...fieldErrorsOf(errors).errors]);
  }
  return dto;
}

class DtoPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype } = metadata;
    const isPlain = value !== null && typeof value === 'object' && !(value instanceof Uint8Array);
    if (!isPlain || !metatype || !this.toValidate(metadata)) {
      return super.transform(value, metadata);
    }
    const { known, unknown } = sortFields(metatype as DtoClass<object>, value);
    if (unknown.length === 0) return super.transform(value, metadata);
    throw firstOf([...unknown, ...(await this.errorsOf(known, metadata))]);
  }

  private async errorsOf(value: object, metadata: ArgumentMetadata): Promise<DomainError[]> {
    try {
      await super.transform(value, metadata);
      return [];
    } catch (error) {
      if (error instanceof FieldErrors) return [...error.errors];
      throw error;
    }
  }
}

/** The pipe of the API: unknown fields are refused, each wrong field gets its sentence. */
export const validationPipe = (): ValidationPipe =>
  new DtoPipe({
    ...RULES,
    transform: true,
    // The sentence of a limit names the limit, which is read from the class.
    validationError: { target: true },
    exceptionFactory: fieldErrorsOf,
  });
