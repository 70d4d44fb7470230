import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { says } from '../../platform/web/validation';
import { ASSENTS, GUARDIAN_RELATIONS, type Assent, type GuardianRelation } from '../child.rules';
import {
  POINT_ANSWERS,
  CHANNELS,
  DECISIONS,
  CONSENT_MODES,
  PURPOSES,
  type PointAnswer,
  type Channel,
  type Decision,
  type ConsentMode,
  type Purpose,
} from '../consents.rules';

/** The seven points of HTCDS, each answered or skipped. */
export class PointsDto {
  @IsOptional()
  @IsIn(POINT_ANSWERS)
  interview?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  purpose_explained?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  use_explained?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  research_explained?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  access_explained?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  storage_explained?: PointAnswer;

  @IsOptional()
  @IsIn(POINT_ANSWERS)
  withdrawal_explained?: PointAnswer;
}

/** Who decides for a child: somebody linked in the programme, or named (the name is sealed). */
export class GuardianDto {
  @IsIn(GUARDIAN_RELATIONS)
  relation: GuardianRelation;

  @IsOptional()
  @IsUUID()
  caseId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;
}

export class RecordConsentDto {
  @IsIn(PURPOSES)
  purpose: Purpose;

  @IsOptional()
  @IsUUID()
  recipientId?: string;

  @IsIn(DECISIONS)
  decision: Decision;

  @IsIn(CONSENT_MODES)
  how: ConsentMode;

  /** Code of the list languages. */
  @IsString()
  @MaxLength(20)
  language: string;

  @IsOptional()
  @IsIn(CHANNELS)
  channel?: Channel;

  /** Whether an interpreter spoke; a ticked box of a form says "true". */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value))
  @IsBoolean()
  interpreter?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => PointsDto)
  points?: PointsDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => GuardianDto)
  guardian?: GuardianDto;

  /** What the child says. */
  @IsOptional()
  @IsIn(ASSENTS)
  assent?: Assent;

  /** Last day on which it counts, where the person wants it shorter than the rule. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  @IsISO8601({ strict: true })
  until?: string;

  /** The version that was read aloud; the one in force where left out. */
  @IsOptional()
  @IsUUID()
  textId?: string;

  @IsOptional()
  @IsUUID()
  explainedById?: string;

  /** An instant with its offset; now where left out. */
  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;
}
