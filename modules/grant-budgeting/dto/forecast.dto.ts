import { IsOptional, IsString, MaxLength } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';

export class ShowForecastDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;

  /** The code of one line. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  line?: string;
}
