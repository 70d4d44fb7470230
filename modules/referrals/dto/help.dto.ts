import { IsIn } from 'class-validator';
import { says } from '../../../src/web/validation';
import { DONE_REASONS, type DoneReason } from '../help/help-asked.queries';

export class HelpDoneDto {
  @IsIn(DONE_REASONS, says('referrals.help_how'))
  reason: DoneReason;
}
