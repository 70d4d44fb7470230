import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';

const asked = says('common.not_choice');

export class YearDto {
  @EmptyAsUndefined()
  @IsOptional()
  @Whole()
  @IsInt(asked)
  @Min(2000, asked)
  @Max(2099, asked)
  year?: number;
}
