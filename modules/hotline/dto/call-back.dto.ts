import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, MaxLength } from 'class-validator';
import { ATTEMPTS, type AttemptOutcome } from '../call-back.rules';

export class CallBackDto {
  /** Left out with `sameNumber`: the one that was noted in the call. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @IsBoolean()
  sameNumber?: boolean;

  /** An instant; a page sends it in the programme's time. */
  @IsString()
  @IsISO8601({ strict: true })
  dueAt: string;

  /** When it is safe; sealed, like the two below. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  when?: string;

  /** Who may answer. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  who?: string;

  /** What to say, and as whom. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  say?: string;
}

export class AttemptDto {
  @IsIn(ATTEMPTS)
  outcome: AttemptOutcome;

  /** When to try again, where a time was agreed. */
  @IsOptional()
  @IsString()
  @IsISO8601({ strict: true })
  nextAt?: string;
}
