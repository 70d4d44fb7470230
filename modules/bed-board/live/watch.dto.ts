import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class WatchDto {
  /** A board of one shelter hears of that one alone. */
  @IsOptional()
  @IsUUID()
  shelter?: string;

  /** When the page was made, in milliseconds since 1970: later changes are sent at once. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(8_000_000_000_000)
  since?: number;
}
