import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { clearFact } from '../../beneficiaries';
import { dtoOf } from '../../platform/web/dto-of';
import { ageAsSaid } from '../age-as-said.rules';
import { OUTCOMES, type CallOutcome } from '../calls.queries';
import { CALL_FACTS, type CallFacts } from '../hotline-seals.service';
import { ANSWERS, type TriageAnswer } from '../triage.rules';

const ticked = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** A form with one box ticked sends one word. */
const several = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? [value] : value;
const NOT_AN_AGE = says('hotline.not_an_age');
const CODE = /^[a-z_]{3,40}$/;

/** Codes of the list of the kinds of help, of other help than a bed. */
const Help = () =>
  applyDecorators(
    IsOptional(),
    Transform(several),
    IsArray(),
    ArrayMaxSize(20),
    Matches(CODE, { each: true, ...says('common.not_choice') }),
  );

const CallFactsDto = dtoOf<Partial<CallFacts>>(CALL_FACTS, (name) => {
  const { codes } = clearFact(name);
  return codes
    ? [IsOptional(), IsIn(codes), ApiPropertyOptional({ enum: [...codes], nullable: true })]
    : [
        IsOptional(),
        Transform(ticked),
        IsBoolean(),
        ApiPropertyOptional({ type: Boolean, nullable: true }),
      ];
});

/** Somebody who needs a place: what is not known is left out. */
export class CallPersonDto extends CallFactsDto {
  /** Completed years, as far as it was said. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => ageAsSaid(value))
  @IsInt(NOT_AN_AGE)
  @Min(0, NOT_AN_AGE)
  @Max(120, NOT_AN_AGE)
  age?: number | null;
}

/** Left out: as it was. Null: not known. */
export class SaveCallDto {
  /** Code of the list call_types. */
  @IsOptional()
  @Matches(CODE)
  type?: string | null;

  /** ISO 639-3. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  language?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  region?: string | null;

  @IsOptional()
  @IsIn(ANSWERS)
  danger?: TriageAnswer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  medical?: TriageAnswer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  minor?: TriageAnswer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  no_place?: TriageAnswer | null;

  /** Sealed. A page takes 5,000 characters; two windows together may have written as many each. */
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  note?: string | null;

  /** Kept as a keyed digest, and sealed for a call-back; never shown again. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string | null;

  /** Who needs a place; sealed. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => CallPersonDto)
  people?: CallPersonDto[];

  /** Other help that is asked for; sealed until it is handed on. */
  @Help()
  help?: string[];

  /** The revision that was read; a conflict where another was saved since. Left out: not checked. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  revision?: number;
}

export class EndCallDto {
  /** What sort of call it was, where that is said only now. */
  @IsOptional()
  @Matches(CODE)
  type?: string;

  @IsIn(OUTCOMES)
  outcome: CallOutcome;
}

export class CallBlockDto {
  @IsIn(['prank', 'threats', 'insults', 'advertising'])
  reason: string;

  @Whole()
  @IsInt()
  @Min(1)
  @Max(365)
  days: number;
}

/** Somebody for whom a file is opened from a call. */
export class PersonNeedingBedDto extends CallPersonDto {
  /** How the person wants to be called; goes to the file, and never to the call. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string | null;
}

export class BedNeedDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => PersonNeedingBedDto)
  people: PersonNeedingBedDto[];

  /** Known nights; left out: until further notice. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(365)
  nights?: number | null;
}

/** Who it is about, and what else than a bed is asked for. */
export class CallNeedsDto extends BedNeedDto {
  /** Of the first of the people. */
  @Help()
  help?: string[];
}

export class OpenCasesDto extends CallNeedsDto {
  /** A bed for each person, in their order; left out: the request waits, and nothing is held. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter(Boolean) : value,
  )
  @IsArray()
  @ArrayMaxSize(10)
  @IsUUID(undefined, { each: true })
  beds?: string[];

  /** What was asked, where something is not known. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;

  /** No bed is asked for: the file is opened for other help alone. */
  @IsOptional()
  @Transform(ticked)
  @IsBoolean()
  noBed?: boolean;
}

export class CallLinkDto {
  @IsString()
  @Length(3, 30)
  caseNumber: string;
}
