import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CHANNELS, type Channel } from '../consents.rules';

/** Nobody writes or decides in the person's place: a withdrawal is heard, whoever hears it. */
export const WITHDRAWN_HOW = ['oral', 'written', 'witnessed'] as const;

export class WithdrawDto {
  @IsIn(WITHDRAWN_HOW)
  how: (typeof WITHDRAWN_HOW)[number];

  @IsOptional()
  @IsIn(CHANNELS)
  channel?: Channel;

  /** Code of the list languages; that of the consent where left out. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  language?: string;
}
