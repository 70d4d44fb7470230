import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsDay } from '../../access';
import { says } from '../../platform/web/validation';

const WORD = /^[a-z0-9_]{1,60}$/;

export class FindAssessmentsDto {
  /** Key of a form. */
  @Matches(WORD, says('common.not_choice'))
  form: string;

  /** Id of a band. */
  @IsOptional()
  @Matches(WORD, says('common.not_choice'))
  band?: string;

  /** Stable id of a coded field, with one of its answers in `code`. */
  @IsOptional()
  @Matches(WORD, says('common.not_choice'))
  field?: string;

  @IsOptional()
  @Matches(WORD, says('common.not_choice'))
  code?: string;

  @IsOptional()
  @IsString()
  @MaxLength(80)
  after?: string;
}

export class FiguresDto {
  /** First day; a year ago where left out. */
  @IsOptional()
  @IsDay()
  from?: string;

  /** Last day; today where left out. */
  @IsOptional()
  @IsDay()
  until?: string;
}
