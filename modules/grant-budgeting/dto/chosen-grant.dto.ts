import { IsOptional, IsString, MaxLength } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';

/** The grant that a page shows, by its code; the first one where it is left out. */
export class ChosenGrantDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;
}
