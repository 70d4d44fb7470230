import { IsOptional } from 'class-validator';
import { IsDay } from '../../access';

export class DayDto {
  /** YYYY-MM-DD; today where left out. */
  @IsOptional()
  @IsDay()
  day?: string;
}
