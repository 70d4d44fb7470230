import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { type WaitingFilter, WAITING_FILTERS } from '../people.queries';
import { STAGES, type Stage } from '../stage.rules';

export class ListPeopleDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(['female', 'male', 'other', 'unknown'])
  sex?: string;

  /** ISO 3166-1 alpha-2. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  nationality?: string;

  /** `mine`: those that you answer for in your own name, or as a deputy. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(['mine'])
  whose?: 'mine';

  /** With something overdue, or something within the week. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(WAITING_FILTERS)
  waiting?: WaitingFilter;

  /** Year of registration. */
  @EmptyAsUndefined()
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  after?: string;

  /** `true` opens the names of those on the page; recorded. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(['true', 'false'])
  names?: 'true' | 'false';
}

/** A page of the list: its columns stand in the address as well. */
export class PeopleListDto extends ListPeopleDto {
  /** By their keys; a form with boxes ticked sends several. */
  @Transform(({ value }) => [value as string | string[]].flat().join(','))
  @IsOptional()
  @IsString()
  @MaxLength(400)
  columns?: string;
}

export class SearchPeopleDto {
  /** A case number, or a name in any spelling, Arabic or Latin. */
  @IsString()
  q: string;

  /** How many of the nearest to leave out: `next` of the answer before. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(100_000)
  from?: number;
}

/** Turning the pages of a search; its words are never in the address. */
export class FoundPageDto {
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(100_000)
  from?: number;
}
