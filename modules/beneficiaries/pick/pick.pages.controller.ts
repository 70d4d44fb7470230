import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { nested } from '../../platform/web/forms';
import { givenUpSignal } from '../../platform/web/given-up';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { fragment, type PageView } from '../../platform/web/page-response';
import { pickChoices } from './pick.view';
import { validateDto } from '../../platform/web/validation';
import { PickDto } from './pick.dto';
import { PickPeople } from './pick-people.service';

/** Suggestions for a person field. POST, so that words about a person are not part of an address. */
@ApiExcludeController()
@Controller('people/pick')
export class PickPagesController {
  constructor(private readonly picks: PickPeople) {}

  @Allow('people:list')
  @Post()
  @HttpCode(200)
  async list(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    const { q = '' } = await validateDto(PickDto, nested(body));
    if (q.trim() === '') return this.recent(actor, language);
    try {
      const { people, matched } = await this.picks.find(actor, q, {
        isTyping: true,
        signal: givenUpSignal(reply),
      });
      const key = people.length === 0 ? 'people:pick.none' : 'people:pick.found';
      return fragment('people/pick', {
        choices: pickChoices(people, language),
        status: translate(language, key, { count: matched }),
        shown: matched > people.length ? people.length : null,
      });
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'forbidden') throw error;
      // The error is shown in the suggestions, since the page is still being filled in.
      const status = translate(language, keyOfCode(error.code), error.params);
      return fragment('people/pick', { choices: [], status, shown: null });
    }
  }

  private async recent(actor: Actor, language: Language): Promise<PageView> {
    const people = await this.picks.recent(actor);
    return fragment('people/pick', {
      choices: pickChoices(people, language),
      status: people.length > 0 ? translate(language, 'people:pick.recent') : '',
      shown: null,
    });
  }
}
