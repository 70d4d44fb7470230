import { Transform } from 'class-transformer';
import { IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import { says } from '../../platform/web/validation';

const whole = ({ value }: { value: unknown }) =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;

export class NewFormDto {
  /** As docs/assessments.md describes it. */
  @IsObject()
  definition: Record<string, unknown>;
}

export class StartDraftDto {
  /** The version to begin from; what is in force where left out. */
  @IsOptional()
  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(999)
  from?: number;
}

export class WriteDraftDto extends NewFormDto {
  /** Of the draft as it was read. */
  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(100_000)
  revision: number;
}

export class RequestApprovalDto {
  /** Of the draft as it was read. */
  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(100_000)
  revision: number;
}

export class ApproveFormDto {
  /** Of the draft as it was read: what was read is what is approved. */
  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(100_000)
  revision: number;

  /** The first day in force; at once where left out. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  from?: string;
}

export class CompareFormVersionsDto {
  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(999)
  from: number;

  @Transform(whole)
  @IsInt()
  @Min(1)
  @Max(999)
  to: number;
}
