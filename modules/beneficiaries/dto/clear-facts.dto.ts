/** The facts of a person in clear, as the API and a form send them. */
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { dtoOf } from '../../platform/web/dto-of';
import {
  clearFact,
  CLEAR_FACTS,
  type ClearFacts,
  type FactKind,
  fieldsWith,
  type FieldsWith,
} from '../person.fields';

/** One box ticked is sent as text, several as a list. */
export const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));
export const YES_NO = ['yes', 'no'];

type Sent<Value> = Value extends string[]
  ? string[] | undefined
  : Value extends string | null
    ? string | null
    : Value;

const SENT: Readonly<Record<FactKind, () => PropertyDecorator>> = {
  code: () => applyDecorators(IsString(), ApiPropertyOptional({ type: String, nullable: true })),
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

/** Codes and numbers; each may be left out. */
export const ClearFactsDto = dtoOf<{ [Name in keyof ClearFacts]?: Sent<ClearFacts[Name]> }>(
  CLEAR_FACTS,
  (name) => [IsOptional(), SENT[clearFact(name).kind]()],
);

export type AskedFact = FieldsWith<'step'>;
/** Those that the form of registering asks for. */
export const ASKED_FACTS = fieldsWith('step');

const TYPED: Readonly<Record<FactKind, () => PropertyDecorator>> = {
  code: () => IsString(),
  codes: () => applyDecorators(AsList(), IsArray(), IsString({ each: true })),
  yes_no: () => IsIn(YES_NO),
  number: () => IsString(),
};

/** Text everywhere, as a form sends it. */
export const ClearFactsForm = dtoOf<Partial<Record<AskedFact, string | string[]>>>(
  ASKED_FACTS,
  (name) => [IsOptional(), TYPED[clearFact(name).kind]()],
);
