import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
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
import { Many, Whole, WholeNumbers, YesNo } from '../../platform/web/posted';
import { Revision } from '../../platform/web/revision.decorator';
import { says } from '../../platform/web/validation';
import { type Mark, MARKS } from '../attendance/attendance.rules';
import { CANCELLATION_REASONS, type CancellationReason } from '../cancellation/cancellation.rules';
import { CERTIFICATE_WITHDRAWAL_REASONS } from '../certificates/certificate-register.service';
import { RESULTS } from '../enrolments/enrol.service';
import { type State, STATES } from '../enrolments/enrolment-states.rules';
import { CHOICES } from '../orientation/orientations.service';
import { ACCESS, type Access, CHILD_CARE, type Need, NEEDS } from '../orientation/ranking.rules';

const CODE = /^[0-9a-z_]{1,20}$/;
const TRADE = /^[A-Za-z0-9_]{1,60}$/;
const REASON = /^[a-z0-9_]{2,60}$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const MONEY = /^\d{1,6}(\.\d{1,2})?$/;
const asked = says('common.not_choice');

class TrainingNoteDto {
  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

class DatedNoteDto extends TrainingNoteDto {
  /** The day on which it happened. */
  @IsDay()
  on: string;
}

export class AddCourseDto {
  /** The organisation that gives it. */
  @IsUUID(undefined, asked)
  providerId: string;

  /** As it stands on the certificate. */
  @IsString()
  @Length(3, 120, says('training.title_length'))
  title: string;

  /** Code of the list isced_levels. */
  @Matches(CODE, asked)
  level: string;

  /** Code of the list isced_fields. */
  @Matches(CODE, asked)
  field: string;

  /** The trade that it teaches, code of the list training_trades under the field; left out where it is of no one trade. */
  @IsOptional()
  @Matches(TRADE, asked)
  trade?: string;

  /** The schooling that it builds on, code of the list isced_levels. */
  @IsOptional()
  @Matches(CODE, asked)
  buildsOn?: string;

  /** ISO 639-3. */
  @Matches(/^[a-z]{3}$/, asked)
  language: string;

  @Matches(MONEY, says('common.not_amount'))
  costPerPlace: string;

  @IsIn(CURRENCIES, asked)
  currency: string;

  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(ACCESS.length)
  @IsIn(ACCESS, { each: true, ...asked })
  access?: Access[];

  @IsIn(CHILD_CARE, asked)
  childCare: (typeof CHILD_CARE)[number];

  @YesNo()
  @IsBoolean(asked)
  strenuous: boolean;

  /** For each day present. */
  @Matches(MONEY, says('common.not_amount'))
  stipend: string;

  @Matches(MONEY, says('common.not_amount'))
  transport: string;

  /** Whether the stipend is paid for a day on which somebody was excused. */
  @YesNo()
  @IsBoolean(asked)
  paysExcused: boolean;

  /** The budget line that stipends and transport are charged to. */
  @IsOptional()
  @IsUUID(undefined, asked)
  lineId?: string;

  /** Number of the agreement with the provider. */
  @IsString()
  @Length(2, 80, says('training.agreement_length'))
  agreement: string;

  @IsDay()
  agreedFrom: string;

  @IsDay()
  agreedUntil: string;
}

export class ChangeCourseDto extends AddCourseDto {
  /** As it was read: nobody writes over what somebody else saved meanwhile. */
  @Revision()
  revision: number;
}

export class OpenSessionDto {
  @IsDay()
  startsOn: string;

  @IsDay()
  endsOn: string;

  /** Monday is 1. */
  @WholeNumbers()
  @IsArray(says('training.no_day'))
  @ArrayMinSize(1, says('training.no_day'))
  @ArrayMaxSize(7)
  @IsInt({ each: true, ...asked })
  @Min(1, { each: true, ...asked })
  @Max(7, { each: true, ...asked })
  weekdays: number[];

  /** Days on which it is not held, in a form separated by spaces or commas. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(/[\s,;]+/).filter(Boolean) : value,
  )
  @IsArray()
  @ArrayMaxSize(200)
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { each: true, ...says('common.not_date') })
  daysOff?: string[];

  @Matches(CLOCK, says('training.clock'))
  startsAt: string;

  @Matches(CLOCK, says('training.clock'))
  endsAt: string;

  @Whole()
  @IsInt(says('training.places_count'))
  @Min(1, says('training.places_count'))
  @Max(500, says('training.places_count'))
  places: number;

  /** Code of the list regions; never an address. */
  @Matches(/^\d{2}$/, asked)
  region: string;
}

export class CancelSessionDto {
  @IsIn(CANCELLATION_REASONS, asked)
  reason: CancellationReason;

  /** The first day on which it is not held any more; left out, today, or its first day where it has not begun. */
  @IsOptional()
  @IsDay()
  from?: string;

  /** Read by whoever sees the session: it names nobody. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  remark?: string;
}

export class RecordOrientationDto extends DatedNoteDto {
  /** The trades that the person wishes to learn, codes of the list training_trades. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(40)
  @Matches(TRADE, { each: true, ...asked })
  trades?: string[];

  /** Fields of who knows the direction and no trade, codes of the list isced_fields. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(11)
  @Matches(CODE, { each: true, ...asked })
  interests?: string[];

  /** Code of the list isced_levels; left out where it is not known. */
  @IsOptional()
  @Matches(CODE, asked)
  schooling?: string;

  /** ISO 639-3. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(12)
  @Matches(/^[a-z]{3}$/, { each: true, ...asked })
  languages?: string[];

  /** Codes of the list occupation_groups. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(CODE, { each: true, ...asked })
  experience?: string[];

  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(NEEDS.length)
  @IsIn(NEEDS, { each: true, ...asked })
  needs?: Need[];

  /** Codes of the list regions to which the person does not go. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(12)
  @Matches(/^\d{2}$/, { each: true, ...asked })
  avoids?: string[];
}

export class ChooseTrainingDto extends DatedNoteDto {
  @IsIn(CHOICES, asked)
  choice: (typeof CHOICES)[number];

  @IsOptional()
  @IsUUID(undefined, asked)
  sessionId?: string;
}

export class EnrolDto extends DatedNoteDto {
  @IsUUID(undefined, asked)
  sessionId: string;
}

export class EnrolmentStepDto extends DatedNoteDto {
  @IsIn(STATES, asked)
  to: State;

  /** Of an end: a code of the list training_dropout_reasons, or why nobody began. */
  @IsOptional()
  @Matches(REASON, asked)
  reason?: string;
}

export class TrainingServicesDto {
  /** A kind of service. */
  @Matches(REASON, asked)
  typeCode: string;

  @IsOptional()
  @Matches(CLOCK, says('training.clock'))
  at?: string;

  /** First and last day of the session on which it is planned; left out, all that are still to come. */
  @IsOptional()
  @IsDay()
  from?: string;

  @IsOptional()
  @IsDay()
  until?: string;
}

export class AssessTrainingDto extends DatedNoteDto {
  @IsIn(RESULTS, asked)
  result: (typeof RESULTS)[number];

  /** Of a hundred. */
  @IsOptional()
  @Matches(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, says('training.score'))
  score?: string;
}

export class CertifyDto {
  @IsDay()
  on: string;

  /** The name that the person wants on it. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  holder?: string;
}

export class WithdrawCertificateDto {
  @IsDay()
  on: string;

  @IsIn(CERTIFICATE_WITHDRAWAL_REASONS, asked)
  reason: (typeof CERTIFICATE_WITHDRAWAL_REASONS)[number];
}

class MarkDto {
  @IsUUID()
  enrolmentId: string;

  @IsIn(MARKS, asked)
  mark: Mark;
}

export class TakeRegisterDto {
  @IsArray(says('training.mark_somebody'))
  @ArrayMinSize(1, says('training.mark_somebody'))
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => MarkDto)
  marks: MarkDto[];
}

export class VerifyDto {
  @IsString()
  @IsNotEmpty(says('training.which_code'))
  @MaxLength(80, says('training.which_code'))
  code: string;

  /** Compared with the name on the certificate; never answered with another. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
}
