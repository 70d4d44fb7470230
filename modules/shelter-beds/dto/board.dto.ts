import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { IsNight } from './civil-date';

export class BoardDto {
  /** The first night shown; tonight when left out. */
  @IsOptional()
  @IsNight()
  from?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(14)
  @Max(60)
  nights?: number;

  @IsOptional()
  @IsUUID()
  shelter?: string;

  /** A request that is being placed: the board shows what fits it. */
  @IsOptional()
  @IsUUID()
  request?: string;
}
