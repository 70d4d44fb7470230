import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { says } from '../../platform/web/validation';
import { CAUSES, type Cause, VERDICTS, type Verdict } from './break-glass.service';
import { BLOCK_SCOPES, type BlockScope } from './conflicts.service';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const NOT_A_DATE = says('common.not_date');
export const LONGEST_REASON = 1000;
const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));

export class ColleagueDto {
  @IsUUID()
  userId: string;
}

export class BlockColleagueDto extends ColleagueDto {
  /** The one person, or everybody of their family. */
  @IsIn(BLOCK_SCOPES)
  scope: BlockScope;

  /** Sealed under the person's key. */
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  reason: string;

  /** The last day, YYYY-MM-DD. */
  @IsOptional()
  @Matches(DAY, NOT_A_DATE)
  until?: string;
}

export class RestrictDto {
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  reason: string;

  /** Those who go on seeing the case, beside yourself. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID('all', { each: true })
  userIds?: string[];
}

export class AnswerLiftDto {
  @IsBoolean()
  lift: boolean;
}

export class EndKeepApartDto {
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  reason: string;
}

export class BreakGlassDto {
  @IsNotEmpty()
  @IsString()
  @MaxLength(60)
  caseNumber: string;

  @IsIn(CAUSES)
  cause: Cause;

  /** What happened and why it cannot wait; sealed. */
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  note: string;
}

export class ReviewDto {
  @IsIn(VERDICTS)
  verdict: Verdict;

  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  note: string;
}

/** The same as a page sends them: several forms stand on one page, each with names of its own. */
export class HandOverForm {
  @IsUUID()
  successorId: string;
}

export class BlockForm {
  @IsUUID()
  blockedId: string;

  @IsIn(BLOCK_SCOPES)
  blockScope: BlockScope;

  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  blockReason: string;

  @IsOptional()
  @Matches(DAY, NOT_A_DATE)
  blockUntil?: string;
}

export class RestrictForm {
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  restrictReason: string;

  @AsList()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID('all', { each: true })
  namedIds: string[] = [];
}

export class NameForm {
  @IsUUID()
  nameId: string;
}

export class AnswerLiftForm {
  @IsIn(['yes', 'no'])
  lift: 'yes' | 'no';
}

export class KeepApartForm {
  @IsNotEmpty()
  @IsString()
  @MaxLength(100)
  otherNumber: string;
}

export class EndKeepApartForm {
  @IsNotEmpty()
  @IsString()
  @MaxLength(LONGEST_REASON)
  apartReason: string;
}
