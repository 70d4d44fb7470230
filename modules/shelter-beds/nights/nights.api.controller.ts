import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { NightClosing } from './night-closing.service';

@ApiTags('nights')
@Controller('api/v1/nights')
export class NightsApiController {
  constructor(private readonly closing: NightClosing) {}

  /** Closes every night still open up to and including this one, in the background. */
  @Allow('nights:close')
  @Post(':date/closing')
  @HttpCode(202)
  close(@CurrentActor() actor: Actor, @Param('date') date: string) {
    if (!isCivilDate(date)) throw new DomainError('invalid', 'common.not_date', {}, 'date');
    return this.closing.ask(actor, date);
  }
}
