import { Type } from 'class-transformer';
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
import { IsDay } from '../../access';
import { CURRENCIES } from '../../grant-budgeting';
import { Many, Whole, YesNo } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import {
  VETTING_REFUSAL_REASONS,
  VETTING_CHECKS,
  VETTING_RESULTS,
} from '../employers/employers.queries';
import {
  RESPONSE_ACTIONS,
  type ResponseAction,
  WORK_STATUSES,
  type WorkStatus,
  CONTACT_MODES,
  CONTACT_OUTCOMES,
  type ContactOutcome,
  INDICATOR_ANSWERS,
  type IndicatorAnswer,
  type ForcedLabourIndicator,
  NOT_REACHED_REASONS,
} from '../follow-up/follow-up.rules';
import { FLOOR_STATUSES } from '../floors/floors.service';
import { type FloorKind, FLOORS, PERIODS, type WagePeriod } from '../floors/wage-floor.rules';
import { DECLINED_BY } from '../placements/applications.service';
import {
  CONTRACT_FORMS,
  CONTRACT_KINDS,
  CONTRACT_HOLDERS,
  PLACEMENT_KINDS,
  NO_CONTRACT_REASONS,
} from '../placements/placements.service';
import {
  APPLICATION_STATES,
  type ApplicationState,
  PLACEMENT_STATES,
  type PlacementState,
} from '../placements/placement-states.rules';
import { Revision } from '../../platform/web/revision.decorator';

const CODE = /^[A-Za-z0-9_]{1,60}$/;
const REASON = /^[a-z0-9_]{2,60}$/;
const MONEY = /^\d{1,6}(\.\d{1,2})?$/;
const HOURS = /^\d{1,3}(\.\d)?$/;
const asked = says('common.not_choice');
const amount = says('common.not_amount');

/** From 1 to 84, as PostgreSQL holds it. */
const IsWeek = () =>
  Matches(/^([1-9]|[1-7]\d|8[0-3])(\.\d)?$|^84(\.0)?$/, says('work.hours_range'));

class SealedNoteDto {
  /** Sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

class WorkDayDto extends SealedNoteDto {
  /** The day on which it happened. */
  @IsDay()
  on: string;
}

export class AddEmployerDto {
  @IsString()
  @Length(2, 120, says('work.name_length'))
  name: string;

  /** Code of the list labour_sectors. */
  @Matches(CODE, asked)
  sector: string;

  /** Code of the list regions; never an address. */
  @Matches(/^\d{2}$/, asked)
  region: string;

  /** Whom one speaks to; sealed under the key of the employer. Left out: there is nobody. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  contact?: string;
}

export class ChangeEmployerDto extends AddEmployerDto {
  /** As it was read: nobody writes over what somebody else saved meanwhile. */
  @Revision()
  revision: number;
}

export class VetEmployerDto extends WorkDayDto {
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(VETTING_CHECKS.length)
  @IsIn(VETTING_CHECKS, { each: true, ...asked })
  lookedAt?: (typeof VETTING_CHECKS)[number][];

  @IsIn(VETTING_RESULTS, asked)
  result: (typeof VETTING_RESULTS)[number];

  /** Of an acceptance: the last day on which it holds. */
  @IsOptional()
  @IsDay()
  expiresOn?: string;

  /** Of a refusal, and of striking from the list. */
  @IsOptional()
  @IsIn(VETTING_REFUSAL_REASONS, asked)
  reason?: (typeof VETTING_REFUSAL_REASONS)[number];
}

export class AddOfferDto {
  /** As the employer says it; nothing of the programme. */
  @IsString()
  @Length(3, 120, says('work.title_length'))
  title: string;

  /** Code of the list occupation_groups. */
  @Matches(CODE, asked)
  occupation: string;

  @Whole()
  @IsInt(says('work.places_count'))
  @Min(1, says('work.places_count'))
  @Max(500, says('work.places_count'))
  places: number;

  @IsWeek()
  hoursAWeek: string;

  @Matches(MONEY, amount)
  wage: string;

  @IsIn(PERIODS, asked)
  wagePeriod: WagePeriod;

  @IsDay()
  from: string;

  @IsDay()
  until: string;
}

export class ChangeOfferDto extends AddOfferDto {
  /** As it was read: nobody writes over what somebody else saved meanwhile. */
  @Revision()
  revision: number;
}

export class WageFloorDto {
  @IsIn(FLOORS, asked)
  kind: FloorKind;

  @IsDay()
  from: string;

  /** Dirham: SMIG by the hour, SMAG by the day. */
  @Matches(/^(?!0+(\.0+)?$)\d{1,5}(\.\d{1,2})?$/, amount)
  amount: string;

  @IsString()
  @Length(3, 200, says('work.source_length'))
  source: string;

  @IsIn(FLOOR_STATUSES, asked)
  standing: (typeof FLOOR_STATUSES)[number];
}

export class ApplyDto extends WorkDayDto {
  @IsUUID(undefined, asked)
  offerId: string;
}

export class ApplicationStepDto extends WorkDayDto {
  @IsIn(APPLICATION_STATES, asked)
  to: ApplicationState;

  /** Who declined. */
  @IsOptional()
  @IsIn(DECLINED_BY, asked)
  byWhom?: (typeof DECLINED_BY)[number];

  @IsOptional()
  @Matches(REASON, asked)
  reason?: string;
}

export class WorkPlacementDto extends WorkDayDto {
  @IsIn(PLACEMENT_KINDS, asked)
  kind: (typeof PLACEMENT_KINDS)[number];

  @IsOptional()
  @IsUUID(undefined, asked)
  employerId?: string;

  /** An accepted application of this person: the employer is that of its offer. */
  @IsOptional()
  @IsUUID(undefined, asked)
  applicationId?: string;

  /** Code of the list occupation_groups. */
  @Matches(CODE, asked)
  occupation: string;

  @IsDay()
  startsOn: string;

  @IsWeek()
  hoursAWeek: string;

  /** Seven is no day of rest. */
  @Whole()
  @IsInt(says('work.days_range'))
  @Min(1, says('work.days_range'))
  @Max(7, says('work.days_range'))
  daysAWeek: number;

  @IsOptional()
  @IsIn(CONTRACT_FORMS, asked)
  contractForm?: (typeof CONTRACT_FORMS)[number];

  @IsOptional()
  @IsIn(CONTRACT_KINDS, asked)
  contractKind?: (typeof CONTRACT_KINDS)[number];

  @IsOptional()
  @IsIn(NO_CONTRACT_REASONS, asked)
  unwrittenReason?: (typeof NO_CONTRACT_REASONS)[number];

  /** Declared to social security. */
  @IsOptional()
  @YesNo()
  @IsBoolean(asked)
  cnss?: boolean;

  @IsOptional()
  @Matches(MONEY, amount)
  wage?: string;

  @IsOptional()
  @IsIn(PERIODS, asked)
  wagePeriod?: WagePeriod;

  /** Which minimum holds: outside agriculture or in it. */
  @IsOptional()
  @IsIn(FLOORS, asked)
  floorKind?: FloorKind;

  @IsOptional()
  @IsIn(CONTRACT_HOLDERS, asked)
  papersKeptBy?: (typeof CONTRACT_HOLDERS)[number];

  @IsOptional()
  @YesNo()
  @IsBoolean(asked)
  freeToLeave?: boolean;

  @IsOptional()
  @YesNo()
  @IsBoolean(asked)
  housingTied?: boolean;

  @IsOptional()
  @YesNo()
  @IsBoolean(asked)
  grievanceKnown?: boolean;

  /** Monthly, before this work; left out where it is not known. */
  @IsOptional()
  @Matches(MONEY, amount)
  incomeBefore?: string;

  @IsOptional()
  @IsIn(CURRENCIES, asked)
  currencyBefore?: string;
}

export class PlacementStepDto extends WorkDayDto {
  @IsIn(PLACEMENT_STATES, asked)
  to: PlacementState;

  /** Of an end: a code of the list work_end_reasons. */
  @IsOptional()
  @Matches(REASON, asked)
  reason?: string;
}

const IndicatorField = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  IsIn(INDICATOR_ANSWERS, asked)(target, property);
};

/** The eleven signs of forced labour (ILO); what is left out was not asked. */
class ForcedLabourIndicatorsDto implements Partial<Record<ForcedLabourIndicator, IndicatorAnswer>> {
  @IndicatorField() vulnerability?: IndicatorAnswer;
  @IndicatorField() deception?: IndicatorAnswer;
  @IndicatorField() movement?: IndicatorAnswer;
  @IndicatorField() isolation?: IndicatorAnswer;
  @IndicatorField() violence?: IndicatorAnswer;
  @IndicatorField() threats?: IndicatorAnswer;
  @IndicatorField() documents?: IndicatorAnswer;
  @IndicatorField() wages?: IndicatorAnswer;
  @IndicatorField() debt?: IndicatorAnswer;
  @IndicatorField() conditions?: IndicatorAnswer;
  @IndicatorField() overtime?: IndicatorAnswer;
}

export class WorkFollowUpDto extends WorkDayDto {
  /** A mark of the calendar; 0 between two of them. */
  @Whole()
  @IsInt(asked)
  @Min(0, asked)
  @Max(60, asked)
  months: number;

  @IsIn(CONTACT_MODES, asked)
  mode: (typeof CONTACT_MODES)[number];

  @IsIn(CONTACT_OUTCOMES, asked)
  outcome: ContactOutcome;

  /** Where nobody was reached. */
  @IsOptional()
  @IsIn(NOT_REACHED_REASONS, asked)
  why?: (typeof NOT_REACHED_REASONS)[number];

  @IsOptional()
  @IsIn(WORK_STATUSES, asked)
  inWork?: WorkStatus;

  /** Of a month. */
  @IsOptional()
  @Matches(MONEY, amount)
  income?: string;

  @IsOptional()
  @IsIn(CURRENCIES, asked)
  currency?: string;

  @IsOptional()
  @Matches(HOURS, says('work.hours_range'))
  hoursAWeek?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ForcedLabourIndicatorsDto)
  signs?: ForcedLabourIndicatorsDto;
}

export class AnswerIndicatorDto extends WorkDayDto {
  @Many()
  @IsArray(says('work.done_what'))
  @ArrayMinSize(1, says('work.done_what'))
  @ArrayMaxSize(RESPONSE_ACTIONS.length)
  @IsIn(RESPONSE_ACTIONS, { each: true, ...asked })
  done: ResponseAction[];
}
