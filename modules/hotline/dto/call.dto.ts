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
import { OUTCOMES, type CallOutcome } from '../calls.queries';
import { ANSWERS, type Answer } from '../triage.rules';

const ticked = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
const figure = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value;

/** Somebody who needs a place: what is not known is left out. */
export class PersonSaidDto {
  @IsOptional()
  @IsIn(['female', 'male', 'other'])
  sex?: 'female' | 'male' | 'other' | null;

  /** Completed years, as far as it was said. */
  @IsOptional()
  @Transform(figure)
  @IsInt()
  @Min(0)
  @Max(120)
  age?: number | null;

  @IsOptional()
  @IsIn(['none', 'step_free'])
  accessNeed?: 'none' | 'step_free' | null;

  @IsOptional()
  @Transform(ticked)
  @IsBoolean()
  pregnant?: boolean | null;
}

/** Left out: as it was. Null: not known. */
export class SaveCallDto {
  /** Code of the list call_types. */
  @IsOptional()
  @Matches(/^[a-z_]{3,40}$/)
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
  danger?: Answer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  medical?: Answer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  minor?: Answer | null;

  @IsOptional()
  @IsIn(ANSWERS)
  no_place?: Answer | null;

  /** Sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(5000)
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
  @Type(() => PersonSaidDto)
  people?: PersonSaidDto[];

  /** The one that was read: another one saved meanwhile is told. Left out: whatever stands. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  revision?: number;
}

export class EndCallDto {
  /** What sort of call it was, where that is said only now. */
  @IsOptional()
  @Matches(/^[a-z_]{3,40}$/)
  type?: string;

  @IsIn(OUTCOMES)
  outcome: CallOutcome;
}

export class BlockDto {
  @IsIn(['prank', 'threats', 'insults', 'advertising'])
  reason: string;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  days: number;
}

/** Somebody for whom a file is opened from a call. */
export class PersonToPlaceDto extends PersonSaidDto {
  /** How the person wants to be called; goes to the file, and never to the call. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string | null;
}

export class PlaceDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => PersonToPlaceDto)
  people: PersonToPlaceDto[];

  /** Known nights; left out: until further notice. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  nights?: number | null;
}

export class OpenAndHoldDto extends PlaceDto {
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
}

export class LinkDto {
  @IsString()
  @Length(3, 30)
  caseNumber: string;
}
