import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { Many } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  ARRIVAL_CHANNELS,
  ONWARD_TRAVEL_STATES,
  RECEPTION_OUTCOMES,
  ARRIVAL_SOURCES,
  WELLBEING,
} from '../return.rules';
import { ALLOWANCES, CONTACTS, ESCORTS, JOURNEY_NEEDS, MODES, MOST_LEGS } from '../journey.rules';

const asked = says('common.not_choice');

export class LegDto {
  @IsIn(MODES, asked)
  mode: (typeof MODES)[number];

  /** ISO 3166-1 alpha-2, as `to`. */
  @Matches(/^[A-Z]{2}$/, asked)
  from: string;

  @Matches(/^[A-Z]{2}$/, asked)
  to: string;

  @IsDay()
  leavesOn: string;

  /** By the clock of the place, HH:MM. */
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, says('returns.not_a_time'))
  leavesAt?: string;

  @IsDay()
  reachesOn: string;
}

export class PlanJourneyDto {
  @IsArray(says('returns.legs_which'))
  @ArrayMinSize(1, says('returns.legs_which'))
  @ArrayMaxSize(MOST_LEGS)
  @ValidateNested({ each: true })
  @Type(() => LegDto)
  legs: LegDto[];

  @IsIn(ESCORTS, asked)
  escort: (typeof ESCORTS)[number];

  @IsOptional()
  @Many()
  @IsArray()
  @IsIn(JOURNEY_NEEDS, { each: true })
  needs?: (typeof JOURNEY_NEEDS)[number][];

  @IsOptional()
  @Many()
  @IsArray()
  @IsIn(ALLOWANCES, { each: true })
  allowances?: (typeof ALLOWANCES)[number][];

  /** Who waits at the end. */
  @IsIn(CONTACTS, asked)
  contact: (typeof CONTACTS)[number];

  /** How they are reached; sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class RecordArrivalDto {
  @IsDay()
  on: string;

  @IsIn(ARRIVAL_SOURCES, asked)
  reportedBy: (typeof ARRIVAL_SOURCES)[number];

  @IsIn(ARRIVAL_CHANNELS, asked)
  how: (typeof ARRIVAL_CHANNELS)[number];

  @IsIn(RECEPTION_OUTCOMES, asked)
  received: (typeof RECEPTION_OUTCOMES)[number];

  /** How the person went on from where the journey ended. */
  @IsIn(ONWARD_TRAVEL_STATES, asked)
  onward: (typeof ONWARD_TRAVEL_STATES)[number];

  @IsIn(WELLBEING, asked)
  wellbeing: (typeof WELLBEING)[number];

  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class RequestArrivalDto {
  /** A share that is open, with the partner that receives. */
  @IsUUID(undefined, says('returns.share_which'))
  shareId: string;
}

export class SettleFormalityDto {
  /** Code of the list exit_formalities, of those asked for this country. */
  @Matches(/^[a-z0-9_]{2,60}$/, asked)
  item: string;

  @IsIn(['done', 'not_needed'], asked)
  outcome: 'done' | 'not_needed';

  @IsDay()
  on: string;
}

/** The form of all formalities: only rows with an outcome are settled. */
export class SettleFormalitiesDto {
  /** Outcome by the code of the formality. */
  @Transform(({ value }) => (value ?? {}) as unknown)
  @IsObject()
  outcomes: Record<string, unknown> = {};

  /** Day by the code of the formality. */
  @Transform(({ value }) => (value ?? {}) as unknown)
  @IsObject()
  days: Record<string, unknown> = {};
}

export class DeparturesDto {
  /** The day of a list; without it, the days ahead. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  on?: string;
}
