import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { says } from '../../platform/web/validation';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import {
  type RequestOutcome,
  REQUEST_OUTCOMES,
  ERASURE_REASONS,
  type ErasureReason,
  HOLD_REASONS,
  type HoldReason,
  REQUEST_KINDS,
  type RequestKind,
} from '../erasure.rules';

export class ReceiveRequestDto {
  @IsIn(REQUEST_KINDS)
  kind: RequestKind;

  /** Today where left out. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  receivedOn?: string;
}

export class AnswerRequestDto {
  @IsIn(REQUEST_OUTCOMES)
  answer: RequestOutcome;
}

export class LegalHoldDto {
  @IsIn(HOLD_REASONS)
  holdReason: HoldReason;
}

export class RequestErasureDto {
  @IsIn(ERASURE_REASONS)
  reason: ErasureReason;
}

export class DecideErasureDto {
  @IsIn(['approved', 'refused'])
  decision: 'approved' | 'refused';
}

export class WholeFileDto {
  /** The language in which the person reads. */
  @IsIn(LANGUAGES)
  language: Language;
}

export class CaseNumberQueryDto {
  @IsString()
  @MaxLength(40)
  caseNumber: string;
}
