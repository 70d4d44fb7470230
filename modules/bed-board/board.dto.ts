import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { BED_KINDS, IsNight } from '../shelter-beds';
import { SPANS, type SheetSpan } from './sheet.rules';
import { Whole } from '../platform/web/posted';

export class BoardDto {
  /** The first night shown; tonight when left out. */
  @IsOptional()
  @IsNight()
  from?: string;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(14)
  @Max(60)
  nights?: number;

  @IsOptional()
  @IsUUID()
  shelter?: string;

  /** Rows of beds of this kind alone. */
  @IsOptional()
  @IsIn(BED_KINDS)
  kind?: (typeof BED_KINDS)[number];

  /** `tonight`: rows of beds that are free tonight alone. */
  @IsOptional()
  @IsIn(['tonight'])
  free?: 'tonight';

  /** A request that is being placed: the board shows what fits it. */
  @IsOptional()
  @IsUUID()
  request?: string;
}

export class BoardPageDto extends BoardDto {
  /** A bed chosen for the request that is being placed. */
  @IsOptional()
  @IsUUID()
  bed?: string;
}

export class BoardPartsDto extends BoardPageDto {
  /** Rows of these shelters alone, by their ids with commas between; all where left out. */
  @IsOptional()
  @Matches(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,49}$/)
  only?: string;
}

export class BoardSheetDto {
  /** One house; left out: the first where one works, or the first of all. */
  @IsOptional()
  @IsUUID()
  shelter?: string;

  /** Seven nights from a day on, or the month of that day. */
  @IsOptional()
  @IsIn(SPANS)
  span?: SheetSpan;

  /** Tonight when left out. */
  @IsOptional()
  @IsNight()
  from?: string;
}

export class TonightDto {
  /** One house; left out: those where one works, or every one. */
  @IsOptional()
  @IsUUID()
  shelter?: string;
}
