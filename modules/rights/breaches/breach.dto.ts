import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  NOTICE_RECIPIENTS,
  type NoticeRecipient,
} from '../../../migrations/data/breach-recipients';
import { Many, Trimmed, Whole } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import {
  BREACH_KINDS,
  BREACH_MEASURES,
  type BreachKind,
  type BreachMeasureKind,
  CONSEQUENCES,
  type Consequence,
  type Danger,
  DANGERS,
  DATA_KINDS,
  type DataKind,
  NOTICE_WAYS,
  type NoticeWay,
  type Risk,
  RISKS,
  WAIVER_REASONS,
  type WaiverReason,
} from './breach.rules';

export const MOST_PEOPLE = 1_000_000;
const LONGEST_TEXT = 4000;
const MOST_HIDDEN_FROM = 100;
const RECIPIENT_CODES = NOTICE_RECIPIENTS.map(({ code }) => code);

export class NewBreachDto {
  /** Now when left out. */
  @IsOptional()
  @IsISO8601({ strict: true }, says('breaches.when'))
  noticedAt?: string;

  @IsOptional()
  @IsISO8601({ strict: true }, says('breaches.when'))
  happenedAt?: string;

  @Many()
  @IsArray(says('breaches.choose_some'))
  @ArrayMinSize(1, says('breaches.choose_some'))
  @ArrayMaxSize(BREACH_KINDS.length)
  @IsIn(BREACH_KINDS, { each: true })
  kinds: BreachKind[];

  @Many()
  @IsArray(says('breaches.choose_some'))
  @ArrayMinSize(1, says('breaches.choose_some'))
  @ArrayMaxSize(DATA_KINDS.length)
  @IsIn(DATA_KINDS, { each: true })
  dataKinds: DataKind[];

  @IsOptional()
  @Whole(7)
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  peopleCount?: number;

  @IsIn(DANGERS)
  danger: Danger;

  @Trimmed()
  @IsString()
  @Length(3, LONGEST_TEXT)
  text: string;

  /** Of those who decide on breaches, whom it is about: they learn nothing of it. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(MOST_HIDDEN_FROM)
  @IsUUID(undefined, { each: true })
  hiddenFrom?: string[];

  /** The alarm on unusual reading from which it is reported. */
  @IsOptional()
  @IsUUID()
  alarmId?: string;
}

export class NewBreachQueryDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  alarm?: string;
}

export class BreachListDto {
  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  before?: string;
}

export class AssessBreachDto {
  @IsIn(RISKS)
  risk: Risk;

  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(CONSEQUENCES.length)
  @IsIn(CONSEQUENCES, { each: true })
  consequences?: Consequence[];

  @IsOptional()
  @Whole(7)
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  peopleCount?: number;

  @IsOptional()
  @Whole(8)
  @IsInt()
  @Min(0)
  @Max(10 * MOST_PEOPLE)
  recordsCount?: number;

  @Trimmed()
  @IsString()
  @Length(3, LONGEST_TEXT)
  reason: string;
}

export class BreachMeasureDto {
  @IsIn(BREACH_MEASURES)
  measure: BreachMeasureKind;

  /** Now when left out. */
  @IsOptional()
  @IsISO8601({ strict: true }, says('breaches.when'))
  takenAt?: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  measureNote?: string;
}

export class BreachNoticeDto {
  @IsIn(RECIPIENT_CODES)
  recipient: NoticeRecipient;

  /** Now when left out. */
  @IsOptional()
  @IsISO8601({ strict: true }, says('breaches.when'))
  madeAt?: string;

  @IsIn(NOTICE_WAYS)
  way: NoticeWay;

  @IsOptional()
  @Whole(7)
  @IsInt()
  @Min(1)
  @Max(MOST_PEOPLE)
  peopleInformed?: number;

  @IsOptional()
  @IsString()
  @MaxLength(400)
  reference?: string;
}

export class AskWaiverDto {
  @IsIn(RECIPIENT_CODES)
  waivedRecipient: NoticeRecipient;

  @IsIn(WAIVER_REASONS)
  waiverReason: WaiverReason;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  waiverNote?: string;
}

export const WAIVER_DECISIONS = ['agreed', 'refused'] as const;
export type WaiverDecision = (typeof WAIVER_DECISIONS)[number];

export class DecideWaiverDto {
  @IsIn(WAIVER_DECISIONS)
  decision: WaiverDecision;
}

export class CloseBreachDto {
  @Trimmed()
  @IsString()
  @Length(3, LONGEST_TEXT)
  lessons: string;
}
