import { Transform } from 'class-transformer';
import { IsArray, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

export class SaveViewDto {
  /** Which list: `people`, `services`, … */
  @IsString()
  @MaxLength(40)
  list: string;

  /** Sealed: a name is for its owner's eyes. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)))
  name: string;

  /** As they stand in the address of the list. */
  @IsOptional()
  @IsObject()
  filters?: Record<string, unknown>;

  /** Their keys; those of the list where left out. */
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : (value as unknown)))
  @IsArray()
  @IsString({ each: true })
  columns?: string[];
}
