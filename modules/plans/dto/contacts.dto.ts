import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { EmptyAsUndefined } from '../../platform/web/validation';

export class WithoutContactDto {
  /** Days without contact; the setting contact_days where left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(3650)
  days?: number;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  after?: string;
}
