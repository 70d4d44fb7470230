import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  REVISION_DECISIONS,
  REVISION_REFUSALS,
  type RevisionDecision,
  type RevisionRefusal,
} from '../revisions/decide-revision.service';
import { REVISION_REASONS, type RevisionReason } from '../revisions/propose-revision.service';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CHANGE = /^-?\d{1,12}(\.\d{1,2})?$/;

export class LineChangeDto {
  @IsUUID()
  lineId: string;

  /** Decimal text with its sign: "-1250.50" takes from the line. */
  @Matches(CHANGE, says('revisions.bad_change'))
  change: string;
}

export class CompareRevisionDto {
  @IsUUID()
  grantId: string;

  /** They sum to 0.00. */
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => LineChangeDto)
  changes: LineChangeDto[];

  /** Money of one agency's lines goes to another's: their shares change, and the donor must agree. */
  @IsOptional()
  @IsBoolean()
  betweenAgencies?: boolean;
}

export class ProposeRevisionDto extends CompareRevisionDto {
  @IsIn(REVISION_REASONS)
  reason: RevisionReason;

  /** Never the name of a person. */
  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 1000)
  note?: string;
}

export class DecideRevisionDto {
  @IsIn(REVISION_DECISIONS)
  decision: RevisionDecision;

  /** Why it is refused. */
  @IsOptional()
  @IsIn(REVISION_REFUSALS)
  reason?: RevisionRefusal;
}

export class DonorApprovalDto {
  @Matches(DAY, says('common.not_date'))
  approvedOn: string;

  /** Who answered, and to what. */
  @Transform(trimmed)
  @IsString()
  @Length(2, 120)
  reference: string;

  /** The number of the letter or amendment. */
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  document: string;
}

export class GrantQueryDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;
}
