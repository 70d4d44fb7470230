import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PRESENCES, type Presence } from './roll.rules';
import { IsNight } from '../shelter-beds';
import { Whole } from '../platform/web/posted';

export const MISSING_OUTCOMES = ['returned', 'safe_elsewhere', 'mistake'] as const;
export type MissingOutcome = (typeof MISSING_OUTCOMES)[number];

export class CallDto {
  @IsUUID()
  bookingId: string;

  @IsIn(PRESENCES)
  presence: Presence;
}

export class RollCallDto {
  /** Tonight when left out. */
  @IsOptional()
  @IsNight()
  night?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CallDto)
  calls?: CallDto[];

  /** Everybody else of whom nothing is known is here. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @IsBoolean()
  rest?: boolean;
}

export class LeaveDto {
  /** The first night away; tonight when left out. */
  @IsOptional()
  @IsNight()
  from?: string;

  /** The day on which they sleep here again. */
  @IsNight()
  backOn: string;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;
}

export class MissingStepDto {
  /** Code of the list missing_first_steps. */
  @IsString()
  @MaxLength(60)
  step: string;
}

export class MissingEndDto {
  @IsIn(MISSING_OUTCOMES)
  outcome: MissingOutcome;
}

/** One press on the roll: an answer for one person, or for the rest of the house. */
export class RollAnswerDto {
  @IsOptional()
  @IsNight()
  night?: string;

  @IsOptional()
  @IsUUID()
  bookingId?: string;

  /** "Missing" alerts others and has a page of its own, which asks once. */
  @IsOptional()
  @IsIn(['here', 'leave'])
  presence?: Exclude<Presence, 'missing'>;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @IsBoolean()
  rest?: boolean;
}

/** Who is called missing, and for which night. */
export class CallMissingDto {
  @IsUUID()
  bookingId: string;

  @IsOptional()
  @IsNight()
  night?: string;
}
