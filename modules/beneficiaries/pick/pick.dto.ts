import { IsOptional, IsString, MaxLength } from 'class-validator';

export class PickDto {
  /** A number, a part of it, or a name; left out, the cases opened last come. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}
