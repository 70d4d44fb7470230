import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import {
  DECISIONS,
  HOWS,
  PURPOSES,
  type Decision,
  type How,
  type Purpose,
} from '../consents.rules';

export class RecordConsentDto {
  @IsIn(PURPOSES)
  purpose: Purpose;

  @IsOptional()
  @IsUUID()
  recipientId?: string;

  @IsIn(DECISIONS)
  decision: Decision;

  @IsIn(HOWS)
  how: How;

  /** Code of the list languages. */
  @IsString()
  @MaxLength(20)
  language: string;

  @IsOptional()
  @IsUUID()
  explainedById?: string;

  /** An instant with its offset; now where left out. */
  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;
}
