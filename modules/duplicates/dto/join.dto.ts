import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { WHYS_JOIN, WHYS_PART, type WhyJoin, type WhyPart } from '../join.queries';
import type { Group, Side } from '../join.rules';

const OneOfTwo = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  IsIn(['into', 'from'])(target, property);
};

/** Of each fact that the two files say otherwise: which of them stands. */
export class JoinChoicesDto implements Partial<Record<Group, Side>> {
  @OneOfTwo() names?: Side;
  @OneOfTwo() age?: Side;
  @OneOfTwo() sex?: Side;
  @OneOfTwo() nationality?: Side;
  @OneOfTwo() safeContact?: Side;
  @OneOfTwo() phone?: Side;
  @OneOfTwo() accessNeed?: Side;
  @OneOfTwo() pregnant?: Side;
  @OneOfTwo() medical?: Side;
  @OneOfTwo() regionRecruitment?: Side;
  @OneOfTwo() regionExploitation?: Side;
}

export class JoinFilesDto {
  /** The file that goes on. */
  @IsUUID()
  intoId: string;

  @IsIn(WHYS_JOIN)
  why: WhyJoin;

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
  @IsIn(WHYS_PART)
  why: WhyPart;
}
