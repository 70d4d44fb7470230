import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

export class BedReadyDto {
  @IsUUID()
  bedId: string;
}

export class PreparationHoursDto {
  /** For how many hours a bed that somebody left is to be prepared; 0: not at all. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(168)
  hours: number;
}
