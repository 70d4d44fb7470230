import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CHANNELS, type Channel } from '../consents.rules';

/** Nobody writes or decides in the person's place: a withdrawal is heard, whoever hears it. */
export const WITHDRAWAL_MODES = ['oral', 'written', 'witnessed'] as const;

export class WithdrawDto {
  @IsIn(WITHDRAWAL_MODES)
  how: (typeof WITHDRAWAL_MODES)[number];

  @IsOptional()
  @IsIn(CHANNELS)
  channel?: Channel;

  /** Code of the list languages; that of the consent where left out. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  language?: string;
}
