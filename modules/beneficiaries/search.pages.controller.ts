import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, WordsCookie } from '../access';
import type { Actor } from '../platform/shared/actor';
import { givenUpSignal } from '../platform/web/given-up';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { listChoices } from '../reference-lists';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { wholeNumberOf } from './pick/pick.rules';
import { FoundPageDto, SearchPeopleDto } from './dto/list-people.dto';
import { SearchPeople } from './search-people.service';

const PATH = '/people/search';

/** The words travel in the form and in a sealed cookie: the address of what was found has none. */
@ApiExcludeController()
@Controller('people/search')
export class SearchPagesController {
  constructor(
    private readonly search: SearchPeople,
    private readonly words: WordsCookie,
  ) {}

  @Allow('people:list')
  @Post()
  ask(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      SearchPeopleDto,
      body,
      mawa.language,
      async ({ q }) => {
        this.words.keep(reply, actor, this.search.check(q));
        return redirect(PATH);
      },
      (form) => Promise.resolve(this.empty(mawa.language, form)),
    );
  }

  @Allow('people:list')
  @Get()
  async found(
    @CurrentActor() actor: Actor,
    @Query() { from = 0 }: FoundPageDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const words = this.words.read(request, actor);
    if (words === null) return this.empty(language, newForm());
    const { found, matched, next } = await this.search.runTyped(actor, words, {
      from,
      signal: givenUpSignal(reply),
    });
    const number = wholeNumberOf(words);
    const stages = listChoices('stages', language);
    return page('people/search', {
      title: translate(language, 'people:search.title'),
      searched: true,
      words,
      matched,
      first: from + 1,
      last: from + found.length,
      found: found.map((person) => ({
        ...person,
        stageLabel: stages.find(({ value }) => value === person.stage)?.label,
      })),
      // An emergency begins with a number, never with a name.
      glassPath:
        matched === 0 && number !== null && may(actor, 'break-glass:break')
          ? `/break-glass?${new URLSearchParams({ number })}`
          : null,
      previousPath: from > 0 ? PATH : null,
      nextPath: next === null ? null : `${PATH}?from=${next}`,
    });
  }

  private empty(language: FastifyRequest['mawa']['language'], form: FormState): PageView {
    const title = translate(language, 'people:search.title');
    return page('people/search', { title, searched: false, words: form.values.q ?? '', form });
  }
}
