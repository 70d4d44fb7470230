import { IsIn, IsOptional } from 'class-validator';
import { IsDay } from '../../access';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { EmptyAsUndefined } from '../../platform/web/validation';

export class ReadersPeriodDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  from?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  to?: string;
}

export class ReadersFileDto extends ReadersPeriodDto {
  /** The language in which the person reads. */
  @IsIn(LANGUAGES)
  language!: Language;
}
