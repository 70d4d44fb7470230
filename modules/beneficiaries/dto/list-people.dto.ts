import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { STAGES, type Stage } from '../stage.rules';

export class ListPeopleDto {
  @IsOptional()
  @IsIn([...STAGES, ''])
  stage?: Stage | '';

  @IsOptional()
  @IsIn(['female', 'male', 'other', 'unknown', ''])
  sex?: string;

  /** Year of registration. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2100)
  year?: number;

  /** `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  after?: string;

  /** `true` opens the names of those on the page; recorded. */
  @IsOptional()
  @IsIn(['true', 'false'])
  names?: 'true' | 'false';
}

export class SearchPeopleDto {
  /** A case number, or a name in any spelling, Arabic or Latin. */
  @IsString()
  q: string;

  /** How many of the nearest to leave out: `next` of the answer before. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  from?: number;
}

/** Turning the pages of a search; its words are never in the address. */
export class FoundPageDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  from?: number;
}
