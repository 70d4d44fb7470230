import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { CURRENCIES } from '../../grant-budgeting';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Whole, YesNo } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  ACCUSED_CATEGORIES,
  type AccusedCount,
  AMOUNT_KINDS,
  type AmountKind,
  AUTHORITIES,
  CONTACT_ROLES,
  type ContactRole,
  ENFORCERS,
  HEARING_KINDS,
  type HearingKind,
  PROCEEDING_KINDS,
  type ProceedingKind,
} from '../legal.rules';
import { Revision } from '../../platform/web/revision.decorator';

const STATE = /^[a-z_]{2,30}$/;

class NumbersDto {
  @IsOptional()
  @IsUUID()
  courtId?: string;

  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  prosecutorFile?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  courtFile?: string;

  /** Who follows it, one of those who hold the file. */
  @IsOptional()
  @IsUUID()
  officerId?: string;
}

export class OpenProceedingDto extends NumbersDto {
  @IsIn(PROCEEDING_KINDS)
  kind: ProceedingKind;

  @IsDay()
  openedOn: string;

  @Matches(STATE, says('legal.no_such_start'))
  stage: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class ChangeProceedingDto extends NumbersDto {
  @Revision()
  revision: number;
}

export class StageStepDto {
  @Matches(STATE, says('legal.no_such_step'))
  to: string;

  @IsDay()
  on: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class LegalContactDto {
  @IsIn(CONTACT_ROLES)
  role: ContactRole;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;

  @IsOptional()
  @Matches(/^[0-9+ ().-]{4,30}$/, says('legal.bad_phone'))
  phone?: string;

  @IsOptional()
  @IsUUID()
  organisationId?: string;

  /** Of an interpreter, ISO 639-3. */
  @IsOptional()
  @Matches(/^[a-z]{3}$/, says('common.not_choice', { field: 'language' }))
  language?: string;
}

export class CorrectHearingDto {
  @IsUUID()
  courtId: string;

  @IsDay()
  day: string;

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, says('legal.not_a_time'))
  time: string;
}

export class SetHearingDto extends CorrectHearingDto {
  @IsIn(HEARING_KINDS)
  kind: HearingKind;

  @IsOptional()
  @YesNo()
  @IsBoolean()
  personExpected?: boolean;

  /** Floor and room; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  place?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

class NextHearingDto {
  @IsDay()
  day: string;

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, says('legal.not_a_time'))
  time: string;
}

export class EndHearingDto {
  @IsIn(['held', 'adjourned', 'cancelled', 'planned'])
  to: 'held' | 'adjourned' | 'cancelled' | 'planned';

  /** How it went, or why it did not. */
  @Matches(/^[a-z_]{2,40}$/, says('common.not_choice', { field: 'detail' }))
  detail: string;

  @IsOptional()
  @IsDay()
  on?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => NextHearingDto)
  next?: NextHearingDto;
}

export class AddMeasureDto {
  /** A code of the list of protection measures. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  kind: string;

  @IsIn(['asked', 'granted'])
  to: 'asked' | 'granted';

  @IsDay()
  on: string;

  @IsIn(AUTHORITIES)
  authority: string;

  @IsOptional()
  @IsUUID()
  proceedingId?: string;

  @IsOptional()
  @IsDay()
  untilOn?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class MeasureStepDto extends StageStepDto {
  @IsOptional()
  @IsIn(AUTHORITIES)
  authority?: string;

  /** Last day of a granted measure; `to` granted of one that is granted extends it until then. */
  @IsOptional()
  @IsDay()
  untilOn?: string;
}

export class AddOrderDto {
  /** A code of the list of court orders. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  kind: string;

  @IsDay()
  madeOn: string;

  @IsOptional()
  @IsDay()
  dueOn?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  text?: string;
}

export class OrderStepDto {
  @IsIn(['carried_out', 'lifted', 'made'])
  to: 'carried_out' | 'lifted' | 'made';

  @IsDay()
  on: string;

  @IsOptional()
  @IsIn(ENFORCERS)
  doneBy?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class AddAmountDto {
  @IsIn(AMOUNT_KINDS)
  what: AmountKind;

  /** Decimal text with at most two decimals. */
  @Matches(/^\d{1,10}(\.\d{1,2})?$/, says('common.not_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: string;

  @IsDay()
  on: string;
}

class AccusedCountDto implements AccusedCount {
  @IsIn(ACCUSED_CATEGORIES.sex)
  sex: AccusedCount['sex'];

  @IsIn(ACCUSED_CATEGORIES.ageGroup)
  ageGroup: AccusedCount['ageGroup'];

  @Matches(/^([A-Z]{2}|unknown)$/, says('common.not_choice', { field: 'nationality' }))
  nationality: string;

  @IsIn(ACCUSED_CATEGORIES.education)
  education: AccusedCount['education'];

  @Whole()
  @IsInt()
  @Min(0)
  @Max(500)
  count: number;
}

export class CountAccusedDto {
  /** Of the counts that this replaces; 0 where there are none. */
  @Revision(0)
  revision: number;

  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => AccusedCountDto)
  counts: AccusedCountDto[];
}

export class MakeSummaryDto {
  @IsIn(LANGUAGES)
  language: Language;

  @YesNo()
  @IsBoolean()
  withName: boolean;

  @IsString()
  @IsNotEmpty()
  @MaxLength(8000)
  text: string;
}

export class HearingFilterDto {
  @IsOptional()
  @EmptyAsUndefined()
  @Matches(/^20\d{2}-(0[1-9]|1[0-2])$/, says('legal.not_a_month'))
  month?: string;

  @IsOptional()
  @EmptyAsUndefined()
  @IsUUID()
  officer?: string;

  @IsOptional()
  @EmptyAsUndefined()
  @IsUUID()
  court?: string;

  @IsOptional()
  @EmptyAsUndefined()
  @Transform(({ value }) =>
    typeof value === 'string' ? value.trim().toUpperCase() : (value as unknown),
  )
  @Matches(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/, says('legal.not_a_code'))
  code?: string;
}

export class AwardFilterDto {
  @IsOptional()
  @EmptyAsUndefined()
  @IsUUID()
  officer?: string;

  @IsOptional()
  @EmptyAsUndefined()
  @IsIn(['overdue'])
  due?: 'overdue';
}

export class LegalFiguresDto {
  @IsOptional()
  @EmptyAsUndefined()
  @Whole()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;
}
