import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export class ImportFileDto {
  /** `check` only reads and reports. */
  @IsOptional()
  @IsIn(['check', 'import'])
  act?: 'check' | 'import';

  /** Of a locked archive. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  password?: string;
}
