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

  /** Pages only: a name or a case number to search for. */
  @IsOptional()
  @IsString()
  q?: string;
}

export class SearchPeopleDto {
  /** A case number, or a name in any spelling, Arabic or Latin. */
  @IsString()
  q: string;
}
