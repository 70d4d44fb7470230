import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { Whole } from '../../platform/web/posted';

export class BedReadyDto {
  @IsUUID()
  bedId: string;
}

export class PreparationHoursDto {
  /** For how many hours a bed that somebody left is to be prepared; 0: not at all. */
  @Whole()
  @IsInt()
  @Min(0)
  @Max(168)
  hours: number;
}
