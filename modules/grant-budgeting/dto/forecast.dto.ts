import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Unasked } from '../../../src/web/validation';

export class ShowForecastDto {
  @Unasked()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;

  /** The code of one line. */
  @Unasked()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  line?: string;
}
