import { IsString, Length } from 'class-validator';
import { Trimmed } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { IsNight } from './civil-date.dto';

export class CloseNightsDto {
  /** The last night to be closed. */
  @IsNight()
  until: string;
}

export class ReopenNightDto {
  @IsNight()
  night: string;

  /** Why it is opened again. It names no person. */
  @IsString(says('nights.needs_reason'))
  @Trimmed()
  @Length(3, 500, says('nights.needs_reason'))
  reason: string;
}
