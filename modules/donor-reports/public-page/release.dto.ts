import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Trimmed } from '../../platform/web/posted';

export class PublicReleaseDto {
  /** For the programme alone. */
  @IsOptional()
  @IsString()
  @Trimmed()
  @MaxLength(500)
  note?: string;
}
