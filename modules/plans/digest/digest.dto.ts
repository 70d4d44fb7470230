import { Transform } from 'class-transformer';
import { ArrayMinSize, IsArray, IsBoolean, IsInt, Matches, Max, Min } from 'class-validator';
import { WholeNumbers } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export class ChooseDigestDto {
  @Transform(({ value }) => value === true || value === 'true' || value === 'yes')
  @IsBoolean()
  wanted = false;

  /** "08:00", in the programme's time. */
  @Matches(TIME, says('digest.not_time'))
  at: string;

  /** Monday is 1. */
  @WholeNumbers()
  @IsArray()
  @ArrayMinSize(1, says('digest.no_day'))
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays: number[];

  @Matches(TIME, says('digest.not_time'))
  quietFrom: string;

  @Matches(TIME, says('digest.not_time'))
  quietUntil: string;
}
