import { ParseUUIDPipe } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Many, Trimmed, Whole } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import {
  APPROVAL_REASONS,
  type ApprovalReasonCode,
  type NewApprovalReason,
} from '../approval-reasons/approval-reason.types';
import { NARRATIVE_LIMIT } from '../narrative.rules';

/** Of a definition of reports, or of a text in one. */
export const SLUG = /^[a-z][a-z0-9-]{0,39}$/;
const Ticked = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value));

export class DraftReportDto {
  /** Of a definition in force: iom-quarterly, sf-ppr, … */
  @IsString()
  @Matches(SLUG)
  kind: string;

  @IsUUID()
  grantId: string;

  /** As the definition asks: 2026-Q3, 2026-09, 2026-H2, 2026, or grant. */
  @IsString()
  @MaxLength(10)
  period: string;

  /** The partner that a statement is about. */
  @IsOptional()
  @IsUUID()
  partnerId?: string;

  /** Of those of its definition; all of them, where nothing is said. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMinSize(1, says('reports.no_language'))
  @ArrayMaxSize(LANGUAGES.length)
  @IsIn(LANGUAGES, { each: true })
  languages?: Language[];
}

export class WriteNarrativeDto {
  /** Key of a text of the report's definition. */
  @IsString()
  @Matches(SLUG)
  section: string;

  @IsIn(LANGUAGES)
  language: Language;

  /** Plain text; an empty one takes the section out. */
  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  text?: string;

  /** The version that the author had before them; another one meanwhile answers 409. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  basedOn?: number;
}

export class ApproveReportDto {
  /** The author has read the narrative again where first names were found. */
  @IsOptional()
  @Ticked()
  @IsBoolean()
  readAgain?: boolean;

  /** What the checks found and does not stop the report was seen. */
  @IsOptional()
  @Ticked()
  @IsBoolean()
  seen?: boolean;

  /** Why it is approved although its ledger is open, or a frozen report of its period says another sum. Printed. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(APPROVAL_REASONS)
  moneyReason?: ApprovalReasonCode;

  /** The reason in words of the approver's own, in the language of their account. Printed. */
  @EmptyAsUndefined()
  @IsOptional()
  @Trimmed()
  @IsString()
  @Length(3, 500)
  moneyNote?: string;
}

/** What was asked, as the use case takes it. */
export function approvalIn({
  readAgain = false,
  seen = false,
  moneyReason,
  moneyNote,
}: ApproveReportDto): { readAgain: boolean; seen: boolean; reason?: NewApprovalReason } {
  if (moneyReason === undefined) return { readAgain, seen };
  const reason = { reason: moneyReason, ...(moneyNote !== undefined && { note: moneyNote }) };
  return { readAgain, seen, reason };
}

/** One language of the texts as their page posts them: `texts.summary`, and the versions they began from. */
export class WritePageDto {
  @IsIn(LANGUAGES)
  language: Language;

  @IsOptional()
  @IsObject()
  texts?: Record<string, unknown>;

  @IsObject()
  basedOn: Record<string, unknown>;
}

/** The report after which a page of the list begins. */
export const Following = new ParseUUIDPipe({ optional: true });
