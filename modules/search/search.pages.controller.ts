import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentActor, WordsCookie } from '../access';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type FormState, nested, newForm, submitForm } from '../platform/web/forms';
import { givenUpSignal } from '../platform/web/given-up';
import { keyOfCode, translate } from '../platform/web/i18n';
import {
  fragment,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { SearchSources } from './search-sources.service';

const PATH = '/search';

class SearchDto {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  q?: string;
}

/** The search at the top of each page. Its words travel in the form and in a sealed cookie, never in an address. */
@ApiExcludeController()
@Controller('search')
export class SearchEverythingController {
  constructor(
    private readonly sources: SearchSources,
    private readonly words: WordsCookie,
  ) {}

  @Allow('home:see')
  @Post()
  ask(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      SearchDto,
      body,
      mawa.language,
      async ({ q = '' }) => {
        const { typed } = this.sources.check(q);
        this.words.keep(reply, actor, typed);
        return redirect((await this.sources.open(actor, typed)) ?? PATH);
      },
      (form) => this.empty(actor, mawa.language, form),
    );
  }

  @Allow('home:see')
  @Get()
  async found(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const words = this.words.read(request, actor);
    if (words === null) return this.empty(actor, language, newForm());
    return page('search/search', {
      title: translate(language, 'search:title'),
      words,
      searched: true,
      groups: await this.sources.find(actor, words, language, { signal: givenUpSignal(reply) }),
    });
  }

  /** The list of the dialog: a part of the page on which it opened. */
  @Allow('home:see')
  @Post('part')
  @HttpCode(200)
  async part(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa: { language } }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    const { q = '' } = await validateDto(SearchDto, nested(body));
    if (q.trim() === '')
      return fragment('search/part', {
        groups: await this.sources.recent(actor, language),
        status: '',
      });
    try {
      const groups = await this.sources.find(actor, q, language, {
        isTyping: true,
        signal: givenUpSignal(reply),
      });
      const count = groups.reduce((sum, { hits }) => sum + hits.length, 0);
      const status = translate(language, count > 0 ? 'search:found' : 'search:none', { count });
      return fragment('search/part', { groups, status });
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      const status = translate(language, keyOfCode(error.code), error.params);
      return fragment('search/part', { groups: [], status });
    }
  }

  private async empty(
    actor: Actor,
    language: FastifyRequest['mawa']['language'],
    form: FormState,
  ): Promise<PageView> {
    return page('search/search', {
      title: translate(language, 'search:title'),
      words: form.values.q ?? '',
      searched: false,
      groups: await this.sources.recent(actor, language),
      form,
    });
  }
}
