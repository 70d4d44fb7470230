import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { JOIN_REASONS, SPLIT_REASONS, type JoinReason, type SplitReason } from '../join.queries';
import type { FieldGroup, JoinSide } from '../join.rules';

const OneOfTwo = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  IsIn(['into', 'from'])(target, property);
};

/** Of each fact that the two files say otherwise: which of them stands. */
export class JoinChoicesDto implements Partial<Record<FieldGroup, JoinSide>> {
  @OneOfTwo() names?: JoinSide;
  @OneOfTwo() age?: JoinSide;
  @OneOfTwo() sex?: JoinSide;
  @OneOfTwo() nationality?: JoinSide;
  @OneOfTwo() safeContact?: JoinSide;
  @OneOfTwo() phone?: JoinSide;
  @OneOfTwo() accessNeed?: JoinSide;
  @OneOfTwo() pregnant?: JoinSide;
  @OneOfTwo() medical?: JoinSide;
  @OneOfTwo() regionRecruitment?: JoinSide;
  @OneOfTwo() regionExploitation?: JoinSide;
}

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
