import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ListedNames } from '../beneficiaries';
import { ListBars } from '../views';
import type { Actor, Language } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { Flash } from '../platform/web/request';
import { RecordServiceFormDto } from './dto/service.dto';
import { ServiceChoices } from './service-choices.service';
import { filterOf, isFiltered, listQueryOf } from './service-filter.rules';
import { SERVICE_LIST, serviceRows } from './service-list.view';
import { asWritten, readPostedFields, type PostedFields } from './service.form';
import { ServiceLists } from './services.queries';
import { RecordOrPlan, type RecordedOrPlanned } from './planned/record-or-plan.service';

/** What was given lately, and noting a service for somebody one knows. */
@ApiExcludeController()
@Controller('services')
export class ServicesPagesController {
  constructor(
    private readonly desk: RecordOrPlan,
    private readonly lists: ServiceLists,
    private readonly choices: ServiceChoices,
    private readonly bars: ListBars,
    private readonly names: ListedNames,
  ) {}

  @Allow('services:list')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
    @Query() asked: Record<string, unknown>,
  ): Promise<PageView> {
    const query = listQueryOf(asked);
    const about = query.case ? await this.choices.find(actor, query.case) : null;
    const unknown = query.case !== '' && !about;
    const { services, total, next } = unknown
      ? { services: [], total: 0, next: null }
      : await this.lists.list(actor, filterOf(query, about?.id), query.after || null);
    const record = about ? `/services/new?case=${about.id}` : '/services/new';
    const bar = await this.bars.of(actor, mawa.language, SERVICE_LIST, asked);
    return page('services/list', {
      title: translate(mawa.language, 'services:title'),
      figuresPath: may(actor, 'services:figures'),
      bar: bar.model,
      heads: bar.heads,
      names: await this.names.of(
        actor,
        services.map(({ caseId }) => caseId),
      ),
      rows: serviceRows(services, bar.columns, mawa.language),
      total,
      unknown,
      recordPath: may(actor, 'services:record') ? record : null,
      types: await this.choices.types(actor, mawa.language),
      filter: { ...query, case: about?.caseNumber ?? query.case },
      filtered: isFiltered(query),
      nextPath: next && bar.address({ after: next }),
      previousPath: query.after && bar.address(),
    });
  }

  @Allow('services:record')
  @Get('new')
  async open(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
    @Query('case') of?: string,
  ): Promise<PageView> {
    const { caseNumber, today } = await this.choices.start(actor, of);
    const values = { caseNumber, givenOn: today, quantity: '1', 'cost.currency': 'MAD' };
    return this.form(actor, mawa.language, newForm(values));
  }

  @Allow('services:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, act, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RecordServiceFormDto,
      readPostedFields(body),
      mawa.language,
      async ({ caseNumber, ...facts }) => {
        const caseId = await this.choices.caseIdOf(actor, caseNumber);
        const written = await this.desk.write(actor, { ...facts, caseId }, requestId);
        return redirect(nextOf(written, caseId, act === 'another'), flashOf(written));
      },
      (form) =>
        this.form(actor, mawa.language, {
          ...form,
          values: { ...form.values, ...asWritten(body) },
        }),
    );
  }

  private async form(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    return page('services/new', {
      title: translate(language, 'services:new.title'),
      ...(await this.choices.forForm(actor, language)),
      requestId: randomUUID(),
      later: ['at', 'repeat.everyDays', 'repeat.times'].some((name) => form.values[name]),
      form,
    });
  }
}

const nextOf = ({ kind }: RecordedOrPlanned, caseId: string, another: boolean): string => {
  if (another) return `/services/new?case=${caseId}`;
  return kind === 'given' ? `/services?case=${caseId}` : `/services/planned?case=${caseId}`;
};

function flashOf(written: RecordedOrPlanned): Flash {
  if (written.kind === 'planned') {
    return { kind: 'success', key: `appointments:done.${written.seriesId ? 'series' : 'planned'}` };
  }
  const state = written.charge?.state ?? 'free';
  return { kind: state === 'waiting' ? 'info' : 'success', key: `services:recorded.${state}` };
}
