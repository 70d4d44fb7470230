import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsDay } from '../../access';
import { Many, YesNo } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  ASSENTS,
  CAPACITIES,
  DECIDERS,
  type Decider,
  DECISIONS,
  DOCUMENT_STATES,
  FAMILY_KINDS,
  type FamilyKind,
  COUNSELLING_MODES,
  INTERPRETERS,
  type Level,
  LEVELS,
  PRESSURES,
  RISK_DECISIONS,
  STOP_REASONS,
  UNDERSTANDING_LEVELS,
  VERDICTS,
} from '../return.rules';
import { type TrackKind, TRACK_KINDS, type State, STATES } from '../track-states.rules';

const CODE = /^[a-z0-9_]{2,60}$/;
const asked = says('common.not_choice');

export class ReturnNoteDto {
  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class ReturnDayDto extends ReturnNoteDto {
  /** The day on which it happened. */
  @IsDay()
  on: string;
}

export class OpenTrackDto extends ReturnNoteDto {
  @IsIn(TRACK_KINDS, asked)
  door: TrackKind;

  @IsDay()
  openedOn: string;

  /** ISO 3166-1 alpha-2, of a return. */
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, asked)
  country?: string;

  /** Code of the list regions, at home. */
  @IsOptional()
  @Matches(/^\d{2}$/, asked)
  region?: string;

  /** The day on which the person left the shelter, at home. */
  @IsOptional()
  @IsDay()
  leftOn?: string;
}

export class TrackStepDto extends ReturnDayDto {
  @IsIn(STATES, asked)
  to: State;

  /** Of a track that is stopped. */
  @IsOptional()
  @IsIn(STOP_REASONS, asked)
  reason?: (typeof STOP_REASONS)[number];
}

export class WithdrawReturnDto extends ReturnDayDto {}

export class CounsellingSessionDto extends ReturnDayDto {
  @IsIn(COUNSELLING_MODES, asked)
  how: (typeof COUNSELLING_MODES)[number];

  /** ISO 639-3. */
  @Matches(/^[a-z]{3}$/, asked)
  language: string;

  @IsIn(INTERPRETERS, asked)
  interpreter: (typeof INTERPRETERS)[number];

  /** Without anybody who could press. */
  @YesNo()
  @IsBoolean(asked)
  alone: boolean;

  /** Codes of the list return_topics. */
  @Many()
  @IsArray(says('returns.topics_which'))
  @ArrayMinSize(1, says('returns.topics_which'))
  @ArrayMaxSize(40)
  @Matches(CODE, { each: true, ...asked })
  topics: string[];

  @IsIn(UNDERSTANDING_LEVELS, asked)
  understood: (typeof UNDERSTANDING_LEVELS)[number];
}

export class DecideReturnDto extends ReturnDayDto {
  @IsIn(DECISIONS, asked)
  decision: (typeof DECISIONS)[number];

  @IsIn(DECIDERS, asked)
  decider: Decider;

  /** Of an adult. */
  @IsOptional()
  @IsIn(CAPACITIES, asked)
  capacity?: (typeof CAPACITIES)[number];

  /** Of a child. */
  @IsOptional()
  @IsIn(ASSENTS, asked)
  assent?: (typeof ASSENTS)[number];

  /** Asked alone whether anybody presses. */
  @IsIn(PRESSURES, asked)
  pressure: (typeof PRESSURES)[number];

  /** A finished assessment of the child's best interests. */
  @IsOptional()
  @IsUUID()
  bestInterestsId?: string;
}

export class ReturnFamilyDto extends ReturnDayDto {
  @IsIn(FAMILY_KINDS, asked)
  kind: FamilyKind;

  @Matches(CODE, asked)
  outcome: string;
}

export class AssessReturnRiskDto extends ReturnDayDto {
  @IsIn(LEVELS, asked)
  retrafficking: Level;

  @IsIn(LEVELS, asked)
  family: Level;

  @IsIn(LEVELS, asked)
  debts: Level;

  @IsIn(LEVELS, asked)
  stigma: Level;

  @IsIn(LEVELS, asked)
  country: Level;

  /** Of when the information on the country is. */
  @IsDay()
  informedOn: string;
}

export class DecideReturnRiskDto extends ReturnNoteDto {
  @IsIn(RISK_DECISIONS, asked)
  decision: (typeof RISK_DECISIONS)[number];
}

export class TravelDocumentStepDto extends ReturnDayDto {
  @IsIn(DOCUMENT_STATES, asked)
  to: (typeof DOCUMENT_STATES)[number];

  /** Of one that was issued. */
  @IsOptional()
  @IsDay()
  validUntil?: string;
}

export class AddTravelDocumentDto extends TravelDocumentStepDto {
  /** Code of the list travel_documents. */
  @Matches(CODE, asked)
  kind: string;

  /** Whose consulate or office, ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/, asked)
  country: string;

  @IsOptional()
  @IsDay()
  dueOn?: string;
}

export class FitnessDto extends ReturnDayDto {
  @IsIn(VERDICTS, asked)
  verdict: (typeof VERDICTS)[number];

  @IsOptional()
  @IsDay()
  validUntil?: string;
}

export class ChooseTrackKindDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(TRACK_KINDS, asked)
  door?: TrackKind;
}
