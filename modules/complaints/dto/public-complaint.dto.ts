import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { COMPLAINT_SUBJECTS, type ComplaintSubject, LONGEST_TEXT } from '../complaint.rules';
import type { NewComplaint } from '../complaint-intake.service';
import type { Language } from '../../platform/shared/actor';

const YES_NO = ['yes', 'no'] as const;

/** Nothing of it is needed but one: words, what it is about, or a way to be reached. */
export class NewComplaintDto {
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  text?: string;

  /** Of the list of kinds. */
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

  /** Code of the list of regions. */
  @IsOptional()
  @IsString()
  @MaxLength(10)
  region?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  contact?: string;

  /** The eight digits of a slip of paper. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  paper?: string;

  /** A random word of the sender's own, of 20 letters or more: the same form sent twice is one. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  ticket?: string;
}

export const newComplaintFrom = (dto: NewComplaintDto, language: Language): NewComplaint => ({
  text: dto.text ?? null,
  kind: dto.kind ?? null,
  about: dto.about ?? null,
  child: dto.child === undefined ? null : dto.child === 'yes',
  region: dto.region ?? null,
  contact: dto.contact ?? null,
  paper: dto.paper ?? null,
  ticket: dto.ticket ?? null,
  language,
});

export class ReceiptNumberDto {
  /** Sixteen digits. */
  @IsString()
  @MaxLength(60)
  code: string;
}

export class AddMessageDto extends ReceiptNumberDto {
  @IsString()
  @MaxLength(LONGEST_TEXT)
  text: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  ticket?: string;
}

export class OpinionDto extends ReceiptNumberDto {
  @IsIn(YES_NO)
  satisfied: 'yes' | 'no';
}
