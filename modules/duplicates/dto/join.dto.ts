import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { JOIN_REASONS, SPLIT_REASONS, type JoinReason, type SplitReason } from '../join.queries';
import { dtoOf } from '../../platform/web/dto-of';
import { type FieldGroup, GROUP_NAMES, type JoinSide } from '../join.rules';

const SIDES: JoinSide[] = ['from', 'into'];

/** Of each fact that the two files say otherwise: which of them stands. */
export class JoinChoicesDto extends dtoOf<Partial<Record<FieldGroup, JoinSide>>>(
  GROUP_NAMES,
  () => [IsOptional(), IsIn(SIDES), ApiPropertyOptional({ enum: SIDES })],
) {}

export class JoinFilesDto {
  /** The file that goes on. */
  @IsUUID()
  intoId: string;

  @IsIn(JOIN_REASONS)
  why: JoinReason;

  @IsOptional()
  @ValidateNested()
  @Type(() => JoinChoicesDto)
  choices?: JoinChoicesDto;
}

export class JoinIntoDto {
  /** The older one where left out. */
  @IsOptional()
  @IsUUID()
  into?: string;
}

export class PartDto {
  @IsIn(SPLIT_REASONS)
  why: SplitReason;
}
