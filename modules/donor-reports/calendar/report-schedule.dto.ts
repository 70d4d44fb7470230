import { IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { IsDay } from '../../access';
import { Trimmed } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import { SLUG } from '../dto/report.dto';
import { PUT_AWAY, type PutAway } from './expected-reports.rules';

/** Which report: its kind, grant, period and, where it is about one, its partner. */
export class DeadlineDto {
  @IsString()
  @Matches(SLUG)
  kind: string;

  @IsUUID()
  grantId: string;

  /** As its definition asks: 2026-Q3, 2026-09, 2026-H2, 2026, or grant. */
  @IsString()
  @MaxLength(10)
  period: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  partnerId?: string;
}

export class DueAgainDto extends DeadlineDto {
  /** Why it is due after all. It names no person. */
  @IsString(says('calendar.needs_reason'))
  @Trimmed()
  @Length(3, 500, says('calendar.needs_reason'))
  reason: string;
}

/** How a report is put away, and why. */
class PutAwayFieldsDto {
  @IsIn(PUT_AWAY, says('calendar.needs_disposition'))
  disposition: PutAway;

  /** It names no person. */
  @IsString(says('calendar.needs_reason'))
  @Trimmed()
  @Length(3, 500, says('calendar.needs_reason'))
  reason: string;

  /** Of a report sent outside Mawa: the day, today at the latest. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  sentOn?: string;

  /** To whom it was sent. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @Trimmed()
  @Length(2, 200)
  sentTo?: string;

  /** The number of the letter or message. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @Trimmed()
  @Length(1, 100)
  reference?: string;
}

export class PutAwayDto extends IntersectionType(DeadlineDto, PutAwayFieldsDto) {}

export class PutAwayBeforeDto extends PutAwayFieldsDto {
  /** Whatever is late and was due before this day. */
  @IsDay()
  before: string;
}

export class FirstPeriodDto {
  @IsString()
  @Matches(SLUG)
  kind: string;

  @IsUUID()
  grantId: string;

  /** As the definition asks; without it, the first period in which Mawa keeps data. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(10)
  period?: string;
}
