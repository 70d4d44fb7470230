import { IsOptional, IsString, MaxLength } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { ChosenGrantDto } from './chosen-grant.dto';

export class ShowForecastDto extends ChosenGrantDto {
  /** The code of one line. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  line?: string;
}
