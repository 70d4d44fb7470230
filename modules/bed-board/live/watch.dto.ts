import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';

export class WatchDto {
  /** A board of one shelter hears of that one alone. */
  @IsOptional()
  @IsUUID()
  shelter?: string;

  /** When the page was made, in milliseconds since 1970: later changes are sent at once. */
  @IsOptional()
  @Whole(13)
  @IsInt()
  @Min(0)
  @Max(8_000_000_000_000)
  since?: number;
}
