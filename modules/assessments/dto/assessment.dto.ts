import {
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { says } from '../../platform/web/validation';
import {
  CORRECTION_REASONS,
  type CorrectionReason,
  type Decision,
  DECISIONS,
} from '../filling/assessment.queries';
import { Revision } from '../../platform/web/revision.decorator';

export class StartAssessmentDto {
  /** Key of a form in force. */
  @Matches(/^[a-z][a-z0-9_]{2,39}$/, says('common.not_choice'))
  form: string;
}

export class SaveSectionDto {
  /** Of the section as it was read; 0 where nothing was saved in it yet. */
  @Revision(0)
  revision: number;

  /** By field: `{ "value": … }` or `{ "gap": "declined" | "not_known" | "not_asked" }`; a field left out stays as it is. */
  @IsObject()
  answers: Record<string, unknown>;
}

export class FinishDto {
  /** A case supervisor, where the form asks for approval. */
  @IsOptional()
  @IsUUID()
  approverId?: string;
}

export class CorrectAssessmentDto {
  @IsIn(CORRECTION_REASONS)
  reason: CorrectionReason;
}

export class SendBackDto {
  /** Sealed under the person's key. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1000)
  note: string;
}

export class DecideDto {
  @IsIn(DECISIONS)
  decision: Decision;

  /** Code of the list deciders. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  decidedBy: string;

  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class CompareAssessmentsDto {
  @IsUUID()
  from: string;

  @IsUUID()
  to: string;
}
