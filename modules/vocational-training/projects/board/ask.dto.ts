import { IsIn, IsOptional } from 'class-validator';
import { says, Unasked } from '../../../../src/web/validation';
import { type Ask, ASKS } from './asks.rules';

export class AskDto {
  /** Only projects that ask for this. */
  @Unasked()
  @IsOptional()
  @IsIn(ASKS, says('common.not_choice'))
  ask?: Ask;
}
