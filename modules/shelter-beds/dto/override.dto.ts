import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { IsNight } from './civil-date.dto';
import { PlacementDto } from './request.dto';

export const ANSWERS = ['agreed', 'refused'] as const;
export type OverrideAnswer = (typeof ANSWERS)[number];

export class AskOverrideDto {
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => PlacementDto)
  placements: PlacementDto[];

  /** Why the rule is set aside for these people and these beds. */
  @IsString()
  @Length(10, 300)
  reason: string;

  /** The first night on which it holds no more. */
  @IsNight()
  until: string;
}

export class AnswerOverrideDto {
  @IsIn(ANSWERS)
  answer: OverrideAnswer;
}

export class OverridePeriodDto {
  @IsOptional()
  @IsNight()
  from?: string;

  /** Half-open: the first day after the period. */
  @IsOptional()
  @IsNight()
  until?: string;
}
