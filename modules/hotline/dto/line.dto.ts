import { IsOptional, Matches } from 'class-validator';
import { IsDay } from '../../access';
import { says } from '../../../src/web/validation';

export class DayDto {
  /** YYYY-MM-DD; today where left out. */
  @IsOptional()
  @IsDay()
  day?: string;
}

export class LineFiguresDto {
  /** '2026-Q3', one that is over; the last weeks where left out and the line is the reader's own. */
  @IsOptional()
  @Matches(/^20\d{2}-Q[1-4]$/, says('hotline.not_a_quarter'))
  quarter?: string;
}
