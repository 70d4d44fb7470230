/** What the API and a form send of a person, from the kinds of the fields. */
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { dtoOf } from '../../platform/web/dto-of';
import {
  CLEAR_FACTS,
  type ClearFacts,
  type FactKind,
  fieldsWith,
  mapFacts,
} from '../person.fields';

/** One box ticked is sent as text, several as a list. */
export const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));
export const YES_NO = ['yes', 'no'];

type InputKind = FactKind | 'text';
type Kinds<T> = Readonly<Record<keyof T & string, InputKind>>;

const text = () =>
  applyDecorators(IsString(), ApiPropertyOptional({ type: String, nullable: true }));
const SENT: Readonly<Record<InputKind, () => PropertyDecorator>> = {
  text,
  code: text,
  codes: () =>
    applyDecorators(
      IsArray(),
      IsString({ each: true }),
      ApiPropertyOptional({ type: String, isArray: true }),
    ),
  yes_no: () =>
    applyDecorators(IsBoolean(), ApiPropertyOptional({ type: Boolean, nullable: true })),
  number: () => applyDecorators(IsInt(), ApiPropertyOptional({ type: Number, nullable: true })),
};
const TYPED: Readonly<Record<InputKind, () => PropertyDecorator>> = {
  text: () => IsString(),
  code: () => IsString(),
  codes: () => applyDecorators(AsList(), IsArray(), IsString({ each: true })),
  yes_no: () => IsIn(YES_NO),
  number: () => IsString(),
};

const optional =
  (decorators: typeof SENT) =>
  <T extends object>(kinds: Kinds<T>) =>
    dtoOf<T>(Object.keys(kinds) as (keyof T & string)[], (name) => [
      IsOptional(),
      decorators[kinds[name]](),
    ]);
/** As the API takes it; each property may be left out. */
export const sentDto = optional(SENT);
/** As a form sends it: text everywhere. */
export const typedDto = optional(TYPED);

type SentValue<Value> = Value extends string[]
  ? string[]
  : Value extends string | null
    ? string | null
    : Value;
type SentFacts = { [Name in keyof ClearFacts]?: SentValue<ClearFacts[Name]> };

export const SAFE_CONTACT_KINDS = {
  mayCall: 'yes_no',
  safeTimes: 'text',
  channel: 'code',
  callerName: 'text',
  mustNotKnow: 'text',
} as const;
export const EXPLOITATION_KINDS = { acts: 'codes', means: 'codes', purposes: 'codes' } as const;

const kindOf = (_name: string, { kind }: { kind: FactKind }) => kind;
export const ClearFactsDto = sentDto<SentFacts>(mapFacts(CLEAR_FACTS, kindOf));
/** Those that the form of registering asks for. */
export const ASKED_FACTS = fieldsWith('step');
export const ClearFactsForm = typedDto<
  Partial<Record<(typeof ASKED_FACTS)[number], string | string[]>>
>(mapFacts(ASKED_FACTS, kindOf));
