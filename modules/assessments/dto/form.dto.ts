import { IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { Revision } from '../../platform/web/revision.decorator';

export class NewFormDto {
  /** As docs/assessments.md describes it. */
  @IsObject()
  definition: Record<string, unknown>;
}

export class StartDraftDto {
  /** The version to begin from; what is in force where left out. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(999)
  from?: number;
}

export class WriteDraftDto extends NewFormDto {
  /** Of the draft as it was read. */
  @Revision()
  revision: number;
}

export class RequestApprovalDto {
  /** Of the draft as it was read. */
  @Revision()
  revision: number;
}

export class ApproveFormDto {
  /** Of the draft as it was read: what was read is what is approved. */
  @Revision()
  revision: number;

  /** The first day in force; at once where left out. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  from?: string;
}

export class CompareFormVersionsDto {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(999)
  from: number;

  @Whole()
  @IsInt()
  @Min(1)
  @Max(999)
  to: number;
}
