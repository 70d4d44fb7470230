import { IsInt, IsString, Length } from 'class-validator';
import { IsDay } from '../../access';
import { Trimmed, Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';

export class ThresholdDto {
  /** Counts below it are hidden. */
  @Whole(4)
  @IsInt(says('audiences.not_whole'))
  threshold: number;

  /** From this day on, today at the earliest. */
  @IsDay()
  from: string;

  /** Why so many: a rule, an agreement, a law. */
  @IsString(says('audiences.no_source'))
  @Trimmed()
  @Length(3, 300, says('audiences.no_source'))
  source: string;
}
