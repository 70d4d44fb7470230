import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
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
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { Many, Whole } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  DANGER_ANSWERS,
  SITUATION_RATINGS,
  type SituationRating,
  CONTACT_MODES,
  ONWARD_MOVES,
  type Outcome,
  OUTCOMES,
  CONTACT_OUTCOMES,
  type ContactOutcome,
  RETRAFFICKING_ANSWERS,
  SUPPORTS,
  NOT_REACHED_REASONS,
} from '../follow-up/follow-up.rules';
import { ReturnNoteDto, ReturnDayDto } from './return.dto';

const asked = says('common.not_choice');

/** Asked for together with everything else that is missing, where the contact ended so. */
const NeededWhen = (outcome: ContactOutcome, missing: string) =>
  applyDecorators(
    ValidateIf((given: FollowUpDto, value) => given.outcome === outcome || value != null),
    IsDefined(says(missing)),
  ) as PropertyDecorator;

export class FollowUpDto extends ReturnDayDto {
  /** Which follow-up of the calendar: months after. */
  @Whole()
  @IsInt(asked)
  @Min(1)
  @Max(60)
  months: number;

  @IsIn(CONTACT_MODES, asked)
  mode: (typeof CONTACT_MODES)[number];

  @IsIn(CONTACT_OUTCOMES, asked)
  outcome: ContactOutcome;

  /** Where nobody was reached. */
  @NeededWhen('not_reached', 'returns.why_not_reached')
  @IsIn(NOT_REACHED_REASONS, asked)
  why?: (typeof NOT_REACHED_REASONS)[number];

  /** The next try, where nobody was reached. */
  @IsOptional()
  @IsDay()
  nextOn?: string;

  /** How it goes, where somebody was reached; as the two after it. */
  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(SITUATION_RATINGS, asked)
  economic?: SituationRating;

  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(SITUATION_RATINGS, asked)
  social?: SituationRating;

  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(SITUATION_RATINGS, asked)
  psychosocial?: SituationRating;

  /** Help received since the last time. */
  @IsOptional()
  @Many()
  @IsArray()
  @IsIn(SUPPORTS, { each: true, ...asked })
  supports?: (typeof SUPPORTS)[number][];

  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(ONWARD_MOVES, asked)
  moved?: (typeof ONWARD_MOVES)[number];

  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(RETRAFFICKING_ANSWERS, asked)
  retrafficked?: (typeof RETRAFFICKING_ANSWERS)[number];

  @NeededWhen('reached', 'returns.follow_up_answer_missing')
  @IsIn(DANGER_ANSWERS, asked)
  inDanger?: (typeof DANGER_ANSWERS)[number];
}

const FollowUpMarkField = () => (target: object, name: string) => {
  for (const decorate of [IsOptional(), Whole(), IsInt(asked), Min(1, asked), Max(5, asked)]) {
    decorate(target, name);
  }
};

/** 5 very satisfied to 1 very dissatisfied; what does not apply is left out. */
export class SatisfactionDto {
  @IsDay()
  on: string;

  @FollowUpMarkField() repatriation?: number;
  @FollowUpMarkField() counselling?: number;
  @FollowUpMarkField() economic?: number;
  @FollowUpMarkField() social?: number;
  @FollowUpMarkField() community?: number;
  @FollowUpMarkField() overall?: number;
  @FollowUpMarkField() expectation?: number;
}

export class SurveyDto {
  @IsDay()
  on: string;

  @IsIn(CONTACT_MODES, asked)
  mode: (typeof CONTACT_MODES)[number];

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
export class OfflineFormDto {
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
  @EmptyAsUndefined()
  @IsOptional()
  @Whole()
  @IsInt(asked)
  year?: number;
}

export class FollowUpRegionDto {
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{2}$/, asked)
  region?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, asked)
  country?: string;
}
