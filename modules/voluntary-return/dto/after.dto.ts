import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { Many } from '../../../src/web/posted';
import { says, Unasked } from '../../../src/web/validation';
import {
  DANGER,
  FELT,
  type Felt,
  MODES,
  MOVED,
  type Outcome,
  OUTCOMES,
  REACH,
  type Reach,
  RETRAFFICKED,
  SUPPORTS,
  WHYS,
} from '../follow-up/follow-up.rules';
import { ReturnNoteDto, ReturnDayDto } from './return.dto';

const asked = says('common.not_choice');
/** A form posts digits, the API a number. */
const Digits = () =>
  Transform(({ value }) =>
    typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : (value as unknown),
  );

export class FollowUpDto extends ReturnDayDto {
  /** Which follow-up of the calendar: months after. */
  @Digits()
  @IsInt(asked)
  @Min(1)
  @Max(60)
  months: number;

  @IsIn(MODES, asked)
  mode: (typeof MODES)[number];

  @IsIn(REACH, asked)
  outcome: Reach;

  /** Where nobody was reached. */
  @IsOptional()
  @IsIn(WHYS, asked)
  why?: (typeof WHYS)[number];

  /** The next try, where nobody was reached. */
  @IsOptional()
  @IsDay()
  nextOn?: string;

  /** How it goes, where somebody was reached; as the two after it. */
  @IsOptional()
  @IsIn(FELT, asked)
  economic?: Felt;

  @IsOptional()
  @IsIn(FELT, asked)
  social?: Felt;

  @IsOptional()
  @IsIn(FELT, asked)
  psychosocial?: Felt;

  /** Help received since the last time. */
  @IsOptional()
  @Many()
  @IsArray()
  @IsIn(SUPPORTS, { each: true, ...asked })
  supports?: (typeof SUPPORTS)[number][];

  @IsOptional()
  @IsIn(MOVED, asked)
  moved?: (typeof MOVED)[number];

  @IsOptional()
  @IsIn(RETRAFFICKED, asked)
  retrafficked?: (typeof RETRAFFICKED)[number];

  @IsOptional()
  @IsIn(DANGER, asked)
  inDanger?: (typeof DANGER)[number];
}

const Mark = () => (target: object, name: string) => {
  for (const decorate of [IsOptional(), Digits(), IsInt(asked), Min(1, asked), Max(5, asked)]) {
    decorate(target, name);
  }
};

/** 5 very satisfied to 1 very dissatisfied; what does not apply is left out. */
export class SatisfactionDto {
  @IsDay()
  on: string;

  @Mark() repatriation?: number;
  @Mark() counselling?: number;
  @Mark() economic?: number;
  @Mark() social?: number;
  @Mark() community?: number;
  @Mark() overall?: number;
  @Mark() expectation?: number;
}

export class SurveyDto {
  @IsDay()
  on: string;

  @IsIn(MODES, asked)
  mode: (typeof MODES)[number];

  /** Code of the answer by code of the question. */
  @Transform(({ value }) => (value ?? {}) as unknown)
  @IsObject()
  answers: Record<string, string> = {};
}

export class OutcomeDto extends ReturnNoteDto {
  @IsDay()
  on: string;

  @IsIn(OUTCOMES, asked)
  outcome: Outcome;
}

class WeightDto {
  @Matches(/^[a-z0-9_]{2,40}$/, asked)
  code: string;

  /** In the score of its dimension, 0 to 1. */
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(0)
  @Max(1)
  own: number;

  /** In the composite, 0 to 1. */
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(0)
  @Max(1)
  composite: number;
}

export class LoadWeightsDto {
  /** Where the table comes from. */
  @IsString()
  @Length(3, 400)
  source: string;

  @IsDay()
  holdsFrom: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => WeightDto)
  rows: WeightDto[];
}

/** The same as typed: one line a question, its code and two weights. */
export class TypedWeightsDto {
  @IsString()
  @Length(3, 400)
  source: string;

  @IsDay()
  holdsFrom: string;

  @IsString()
  @MaxLength(20_000)
  rows: string;
}

/** A form that waited on a device: sealed to this server there, opened here. */
export class KeptFormDto {
  /** The device's half of the key, base64. */
  @Matches(/^[A-Za-z0-9+/=]{80,120}$/)
  key: string;

  @Matches(/^[A-Za-z0-9+/=]{16}$/)
  iv: string;

  @Matches(/^[A-Za-z0-9+/=]{24,200000}$/)
  sealed: string;
}

export class CohortDto {
  /** Of arriving, or of leaving the shelter. */
  @Unasked()
  @IsOptional()
  @Transform(({ value }) => (/^\d{4}$/.test(String(value)) ? Number(value) : (value as unknown)))
  @IsInt(asked)
  year?: number;
}

export class FollowUpPlaceDto {
  @Unasked()
  @IsOptional()
  @Matches(/^\d{2}$/, asked)
  region?: string;

  @Unasked()
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, asked)
  country?: string;
}
