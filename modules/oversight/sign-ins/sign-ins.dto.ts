import { IsOptional, Matches } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';

export class SignInListDto {
  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}
