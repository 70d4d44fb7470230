import { IsInt, Max, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { MAX_IN_SERIES } from '../planned/appointment.rules';

/** The same each so many days; the first one counts. */
export class RepeatDto {
  @Whole()
  @IsInt(says('appointments.bad_days'))
  @Min(1, says('appointments.bad_days'))
  @Max(366, says('appointments.bad_days'))
  everyDays: number;

  @Whole()
  @IsInt(says('appointments.bad_times'))
  @Min(1, says('appointments.bad_times'))
  @Max(MAX_IN_SERIES, says('appointments.bad_times'))
  times: number;
}
