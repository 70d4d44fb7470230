import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { EmptyAsUndefined, says } from '../../platform/web/validation';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class AllocationShareDto {
  @IsUUID()
  lineId: string;

  /** More than 0, at most 1: "0.6". */
  @Matches(/^(0?\.\d{1,6}|0\.\d{1,6}|1(\.0{1,6})?)$/, says('allocations.bad_share'))
  share: string;
}

export class AllocateCostDto {
  /** The shelter whose nights are meant; or `typeCode`. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  shelterId?: string;

  /** The kind of service that is meant; or `shelterId`. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  typeCode?: string;

  /** The first day it holds for. */
  @Matches(DAY, says('common.not_date'))
  from: string;

  /** The agreement or decision that says so. */
  @IsString()
  @Length(3, 200)
  source: string;

  /** They sum to 1. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(5)
  @ArrayUnique(({ lineId }: AllocationShareDto) => lineId, says('allocations.line_twice'))
  @ValidateNested({ each: true })
  @Type(() => AllocationShareDto)
  shares: AllocationShareDto[];
}
