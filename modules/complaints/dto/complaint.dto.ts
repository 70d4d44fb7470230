import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { REMOVAL_REASONS, type RemovalReason } from '../../documents';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import {
  COMPLAINT_SUBJECTS,
  type ComplaintSubject,
  ACCUSED,
  type AccusedKind,
  FINDINGS,
  type Finding,
  LONGEST_TEXT,
  MEASURES,
  type MeasureKind,
  type Stage,
  STAGES,
} from '../complaint.rules';
import { NewComplaintDto } from './public-complaint.dto';

const YES_NO = ['yes', 'no'] as const;

export class ListComplaintsDto {
  /** 1: those that are closed; otherwise those that are open. */
  @IsOptional()
  @IsIn(['0', '1'])
  closed?: '0' | '1';

  /** A hundred at a time: the number of the page, as `next` of the answer names it. */
  @IsOptional()
  @Matches(/^[1-9]\d{0,5}$/)
  page?: string;
}

export class ReadComplaintDto {
  /** 1: with what was said; this is written down. */
  @IsOptional()
  @IsIn(['0', '1'])
  words?: '0' | '1';
}

export class ComplaintStepDto {
  @IsIn(STAGES)
  to: Stage;

  /** To which authority it was sent, or why it is closed. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  reason?: string;
}

export class ComplaintAnswerDto {
  @IsString()
  @MaxLength(LONGEST_TEXT)
  text: string;

  /** yes: this is the answer; otherwise words on the way. */
  @IsOptional()
  @IsIn(YES_NO)
  final?: 'yes' | 'no';
}

export class ComplaintNoteDto {
  @IsString()
  @MaxLength(LONGEST_TEXT)
  note: string;
}

export class ClassifyComplaintDto {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  kind?: string;

  @IsOptional()
  @IsIn(COMPLAINT_SUBJECTS)
  about?: ComplaintSubject;

  @IsOptional()
  @IsIn(YES_NO)
  child?: 'yes' | 'no';

  @IsOptional()
  @IsString()
  @MaxLength(10)
  region?: string;

  @IsOptional()
  @IsUUID()
  shelterId?: string;
}

/** Names of fields of its own: the same page has other forms with a house and a text. */
export class AddAccusedDto {
  @IsIn(ACCUSED)
  what: AccusedKind;

  @IsOptional()
  @IsUUID()
  accusedUserId?: string;

  @IsOptional()
  @IsUUID()
  accusedShelterId?: string;

  @IsOptional()
  @IsUUID()
  accusedOrganisationId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  accusedName?: string;
}

export class MeasureDto {
  @IsIn(MEASURES)
  measure: MeasureKind;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  measureNote?: string;
}

export class CheckDto {
  @IsIn(FINDINGS)
  finding: Finding;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  checkNote?: string;
}

export class ComplaintLinkDto {
  @IsString()
  @MaxLength(40)
  caseNumber: string;
}

export class RemoveFileDto {
  @IsIn(REMOVAL_REASONS)
  reason: RemovalReason;
}

export class PhoneComplaintDto extends NewComplaintDto {
  /** The language of the person, in which answers are written. */
  @IsIn(LANGUAGES)
  language: Language;

  @IsOptional()
  @IsUUID()
  shelterId?: string;
}

export class PrintSlipsDto {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(10)
  sheets: number;

  @IsOptional()
  @IsUUID()
  shelterId?: string;
}

export class ComplaintContactDto {
  /** Where to write, as it is typed into a phone. */
  @Matches(/^(https?:\/\/)?[\w.:-]+(\/[\w./-]*)?$/, says('complaints.not_an_address'))
  @MaxLength(100)
  address: string;

  @IsOptional()
  @Matches(/^\+?[\d .-]{3,25}$/, says('complaints.not_a_phone'))
  phone?: string;
}
