import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Which part of the document is shown: what was searched for, else an operation, else an area. */
export class ApiDocsQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  area?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  operation?: string;
}
