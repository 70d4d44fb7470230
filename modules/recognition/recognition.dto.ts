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
import { Trimmed, Whole, YesNo } from '../platform/web/posted';
import { says } from '../platform/web/validation';
import { OUTCOMES } from './assessment/assessments.service';
import { CONFLICTS } from './assessment/assessors.service';
import { type Result, RESULTS } from './assessment/results.rules';
import { AWARDS } from './award/award.service';
import { type EvidenceForm, EVIDENCE_FORMS } from './portfolio/portfolio.rules';
import { DECISIONS, type State, STATES } from './procedure/procedure-states.rules';
import { CERTIFICATE_WITHDRAWAL_REASONS, CertifyDto } from '../vocational-training';

const CODE = /^[0-9a-z_]{1,20}$/;
const REASON = /^[a-z0-9_]{2,60}$/;
const MONEY = /^\d{1,6}(\.\d{1,2})?$/;
const asked = says('common.not_choice');

/** A line of the form that nobody filled: its choice alone. */
const isEmptyLine = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  !('title' in row) &&
  'required' in row &&
  typeof row.required === 'string';

class RecognitionDayDto {
  /** The day on which it happened. */
  @IsDay()
  on: string;

  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class UnitDto {
  @Trimmed()
  @IsString(says('recognition.unit_length'))
  @Length(3, 160, says('recognition.unit_length'))
  title: string;

  /** Whether the full certificate asks for it. */
  @YesNo()
  @IsBoolean(asked)
  required: boolean;
}

export class AddStandardDto {
  /** The occupation, as the authority calls it. */
  @Trimmed()
  @IsString()
  @Length(3, 120, says('recognition.title_length'))
  title: string;

  /** ISCO-08, one to four digits. */
  @Matches(/^\d{1,4}$/, says('recognition.isco'))
  isco: string;

  /** Code of the list isced_fields, in which gaps are filled. */
  @Matches(CODE, asked)
  field: string;

  /** ISO 639-3, of the titles. */
  @Matches(/^[a-z]{3}$/, asked)
  language: string;

  /** The organisation that certifies by it. */
  @IsUUID(undefined, asked)
  authorityId: string;

  /** Where it is written down. */
  @Trimmed()
  @IsString()
  @Length(2, 160, says('recognition.origin_length'))
  origin: string;

  @IsDay()
  since: string;

  /** Evidence older than so many years is not current. */
  @Whole(4)
  @IsInt(says('recognition.years'))
  @Min(1, says('recognition.years'))
  @Max(40, says('recognition.years'))
  currentYears: number;

  /** Of one procedure. */
  @Matches(MONEY, says('common.not_amount'))
  fee: string;

  @IsIn(CURRENCIES, asked)
  currency: string;

  /** The budget line that fees are charged to. */
  @IsOptional()
  @IsUUID(undefined, asked)
  lineId?: string;

  /** In their order; lines of the form that were left empty are none. */
  @Transform(({ value, obj }: { value: unknown; obj: { units?: unknown } }) => {
    const posted = obj.units;
    return Array.isArray(value) && Array.isArray(posted)
      ? value.filter((_, at) => !isEmptyLine(posted[at]))
      : value;
  })
  @IsArray(says('recognition.a_required_unit'))
  @ArrayMinSize(1, says('recognition.a_required_unit'))
  @ArrayMaxSize(60, says('recognition.many_units'))
  @ValidateNested({ each: true })
  @Type(() => UnitDto)
  units: UnitDto[];
}

export class BeginRecognitionDto extends RecognitionDayDto {
  /** The last edition of a standard. */
  @IsUUID(undefined, says('recognition.which_standard'))
  standardId: string;
}

export class RecognitionStepDto extends RecognitionDayDto {
  @IsIn(STATES, asked)
  to: State;

  /** Why it ends, where it does. */
  @IsOptional()
  @Matches(REASON, asked)
  reason?: string;
}

export class TakeBackAppealDto extends RecognitionDayDto {}

export class AddPieceDto {
  @IsUUID(undefined, says('recognition.which_unit'))
  unitId: string;

  @IsIn(EVIDENCE_FORMS, asked)
  form: EvidenceForm;

  /** The day of what it proves. */
  @IsDay()
  on: string;

  /** Sealed under the person's key. */
  @Trimmed()
  @IsString(says('recognition.describe'))
  @Length(3, 2000, says('recognition.describe'))
  description: string;

  /** A document of the file. */
  @IsOptional()
  @IsUUID(undefined, asked)
  documentId?: string;
}

export class AskAssessorDto {
  @IsUUID(undefined, says('recognition.which_assessor'))
  assessorId: string;

  @IsDay()
  on: string;
}

export class DeclareConflictDto extends RecognitionDayDto {
  @IsIn(CONFLICTS, asked)
  conflict: (typeof CONFLICTS)[number];
}

export class JudgePieceDto extends RecognitionDayDto {
  @YesNo()
  @IsBoolean(says('recognition.yes_or_no'))
  authentic: boolean;

  @YesNo()
  @IsBoolean(says('recognition.yes_or_no'))
  sufficient: boolean;

  @YesNo()
  @IsBoolean(says('recognition.yes_or_no'))
  valid: boolean;

  @YesNo()
  @IsBoolean(says('recognition.yes_or_no'))
  current: boolean;
}

export class RecordResultDto extends RecognitionDayDto {
  @IsUUID(undefined, says('recognition.which_unit'))
  unitId: string;

  @IsIn(RESULTS, asked)
  result: Result;

  /** Shown before the assessor. */
  @YesNo()
  @IsBoolean(says('recognition.yes_or_no'))
  demonstrated: boolean;
}

export class ConcludeDto extends RecognitionDayDto {
  @IsIn(OUTCOMES, asked)
  outcome: (typeof OUTCOMES)[number];
}

export class DecideAppealDto extends RecognitionDayDto {
  @IsIn(DECISIONS, asked)
  decision: (typeof DECISIONS)[number];
}

export class LinkCourseDto {
  @IsUUID(undefined, says('recognition.which_enrolment'))
  enrolmentId: string;

  @IsDay()
  on: string;
}

export class AwardDto extends CertifyDto {
  @IsIn(AWARDS, asked)
  kind: (typeof AWARDS)[number];
}

export class WithdrawAwardDto {
  @IsDay()
  on: string;

  @IsIn(CERTIFICATE_WITHDRAWAL_REASONS, asked)
  reason: (typeof CERTIFICATE_WITHDRAWAL_REASONS)[number];
}
