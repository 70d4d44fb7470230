import { IsIn } from 'class-validator';
import { MONEY_FILE_REASONS, type MoneyFileReason } from '../files/money-files.service';

export class RemoveMoneyFileDto {
  @IsIn(MONEY_FILE_REASONS)
  reason: MoneyFileReason;
}
