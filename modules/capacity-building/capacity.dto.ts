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
import { IsDay } from '../access';
import { CURRENCIES } from '../grant-budgeting';
import { Many, Trimmed, Whole, YesNo } from '../platform/web/posted';
import { IsMailAddress, says, EmptyAsUndefined } from '../platform/web/validation';
import { type Sex, SEXES } from './learners/learners.queries';
import { COSTS } from './money/capacity-costs.service';
import { type Mark, MARKS, type Moment, MOMENTS } from './participants/participants.queries';
import { type Mode, MODES } from './trainings/trainings.queries';
import { CANCELLATION_REASONS, type State, STATES } from './trainings/training-states.rules';
import { CERTIFICATE_WITHDRAWAL_REASONS } from '../vocational-training';

const CODE = /^[a-z0-9_]{1,60}$/;
const HOURS = /^(0\.[5-9]|[1-9](\.\d{1,2})?|1[01](\.\d{1,2})?|12(\.0{1,2})?)$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const SCORE = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;
const MONEY = /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/;
const asked = says('common.not_choice');

/** 6,5 is 6.5. */
const Decimal = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.trim().replace(',', '.') : value,
  );

class CapacityDayDto {
  @IsDay()
  on: string;

  /** From half an hour to twelve. */
  @Decimal()
  @Matches(HOURS, says('capacity.hours_of_a_day'))
  hours: string;
}

export class PlanCapacityDto {
  @Trimmed()
  @IsString()
  @Length(3, 160, says('capacity.title_length'))
  title: string;

  /** Codes of the list capacity_topics. */
  @Many()
  @IsArray(says('capacity.a_topic'))
  @ArrayMinSize(1, says('capacity.a_topic'))
  @ArrayMaxSize(10)
  @Matches(CODE, { each: true, ...asked })
  topics: string[];

  /** Codes of the list institution_kinds. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true, ...asked })
  audience?: string[];

  /** ISO 639-3. */
  @Matches(/^[a-z]{3}$/, asked)
  language: string;

  @IsIn(MODES, asked)
  mode: Mode;

  /** Code of the list regions, never an address; none where all take part from elsewhere. */
  @IsOptional()
  @Matches(/^\d{2}$/, asked)
  region?: string;

  @IsUUID(undefined, says('capacity.which_organiser'))
  organiserId: string;

  /** Who teaches; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  trainers?: string;

  @IsArray(says('capacity.a_day'))
  @ArrayMinSize(1, says('capacity.a_day'))
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => CapacityDayDto)
  days: CapacityDayDto[];

  @Whole(9)
  @IsInt(says('capacity.places_count'))
  @Min(1, says('capacity.places_count'))
  @Max(1000, says('capacity.places_count'))
  places: number;

  /** The budget line that its costs are charged to. */
  @IsOptional()
  @IsUUID(undefined, asked)
  lineId?: string;
}

export class CapacityStepDto {
  @IsIn(STATES, asked)
  to: State;

  @IsDay()
  on: string;

  /** Of a training that is called off. */
  @IsOptional()
  @IsIn(CANCELLATION_REASONS, asked)
  reason?: (typeof CANCELLATION_REASONS)[number];
}

export class AgendaRowDto {
  @IsDay()
  on: string;

  @Matches(CLOCK, says('capacity.clock'))
  from: string;

  @Matches(CLOCK, says('capacity.clock'))
  until: string;

  @Trimmed()
  @IsString()
  @Length(2, 200, says('capacity.subject_length'))
  subject: string;

  /** Sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  trainer?: string;
}

export class RegisterParticipantDto {
  /** Sealed. */
  @Trimmed()
  @IsString()
  @Length(2, 120, says('capacity.which_name'))
  name: string;

  @IsIn(SEXES, asked)
  sex: Sex;

  /** Code of the list institution_kinds. */
  @Matches(CODE, asked)
  kind: string;

  /** Sealed. */
  @Trimmed()
  @IsString()
  @Length(2, 160, says('capacity.institution_length'))
  institution: string;

  @IsOptional()
  @Matches(/^\d{2}$/, asked)
  region?: string;

  /** Sealed. */
  @IsOptional()
  @IsMailAddress(says('capacity.no_email'))
  @MaxLength(200)
  email?: string;

  /** Sealed. */
  @IsOptional()
  @Matches(/^[+\d٠-٩][\d٠-٩\s().-]{5,24}$/u, says('capacity.no_phone'))
  phone?: string;

  /** It is the one of this number. */
  @IsOptional()
  @Whole(9)
  @IsInt(says('capacity.no_such_learner'))
  @Min(1, says('capacity.no_such_learner'))
  @Max(2_000_000_000, says('capacity.no_such_learner'))
  learner?: number;

  /** It is somebody else, whoever is like them. */
  @IsOptional()
  @YesNo()
  @IsBoolean(asked)
  another?: boolean;
}

class CapacityMarkDto {
  @IsUUID()
  participantId: string;

  @IsIn(MARKS, asked)
  mark: Mark;
}

export class CapacityRegisterDto {
  @IsArray(says('capacity.mark_somebody'))
  @ArrayMinSize(1, says('capacity.mark_somebody'))
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => CapacityMarkDto)
  marks: CapacityMarkDto[];
}

class TestScoreDto {
  @IsUUID()
  participantId: string;

  /** From 0 to 100. */
  @Decimal()
  @Matches(SCORE, says('capacity.score_range'))
  score: string;
}

export class NoteTestsDto {
  @IsIn(MOMENTS, asked)
  moment: Moment;

  @IsDay()
  on: string;

  @IsArray(says('capacity.score_somebody'))
  @ArrayMinSize(1, says('capacity.score_somebody'))
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => TestScoreDto)
  scores: TestScoreDto[];
}

export class NoteCostDto {
  @IsDay()
  on: string;

  @IsIn(COSTS, asked)
  what: (typeof COSTS)[number];

  @Decimal()
  @Matches(MONEY, says('common.not_amount'))
  amount: string;

  @IsIn(CURRENCIES, asked)
  currency: string;
}

export class CertifyAttendanceDto {
  @IsDay()
  on: string;

  /** With their names on them. */
  @YesNo()
  @IsBoolean(asked)
  named: boolean;
}

export class WithdrawAttendanceDto {
  @IsDay()
  on: string;

  @IsIn(CERTIFICATE_WITHDRAWAL_REASONS, asked)
  reason: (typeof CERTIFICATE_WITHDRAWAL_REASONS)[number];
}

export class MergeLearnersDto {
  @Whole(9)
  @IsInt(says('capacity.no_such_learner'))
  @Min(1, says('capacity.no_such_learner'))
  @Max(2_000_000_000, says('capacity.no_such_learner'))
  goneNumber: number;

  @IsDay()
  on: string;
}

export class FindLearnersDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(120)
  q?: string;
}
