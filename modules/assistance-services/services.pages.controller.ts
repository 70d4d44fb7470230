import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ListedNames, PersonFilters, type KnownCase } from '../beneficiaries';
import { ListBars } from '../views';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import { joinWords } from '../platform/shared/punctuation.words';
import { withChosen } from '../platform/web/chosen-field';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { Flash } from '../platform/web/request';
import { MORE_PEOPLE, RecordServiceFormDto } from './dto/service.dto';
import { ServiceChoices } from './service-choices.service';
import { filterOf, isFiltered, listQueryOf } from './service-filter.rules';
import { SERVICE_LIST, serviceRows } from './service-list.view';
import { asWritten, readPostedFields, type PostedFields } from './service.form';
import { ServiceLists } from './services.queries';
import {
  type NewServiceOrAppointment,
  type RecordedOrPlanned,
  RecordOrPlan,
  type Recipient,
} from './planned/record-or-plan.service';

/** Recent services, and the form to record one. */
@ApiExcludeController()
@Controller('services')
export class ServicesPagesController {
  constructor(
    private readonly desk: RecordOrPlan,
    private readonly lists: ServiceLists,
    private readonly choices: ServiceChoices,
    private readonly bars: ListBars,
    private readonly names: ListedNames,
    private readonly filters: PersonFilters,
  ) {}

  @Allow('services:list')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
    @Query() asked: Record<string, unknown>,
  ): Promise<PageView> {
    const query = listQueryOf(asked);
    const { about, unknown, several } = await this.filters.of(actor, mawa.language, query.case);
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
      several: several.map((one) => ({ ...one, path: bar.address({ case: one.caseNumber }) })),
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
    @Query() asked: Record<string, unknown>,
  ): Promise<PageView> {
    const { caseNumber, today } = await this.choices.start(actor, textOf(asked['case']));
    const values = { givenOn: today, quantity: '1', ...keptService(asked), caseNumber };
    return this.form(actor, mawa.language, newForm({ ...values, 'cost.currency': 'MAD' }));
  }

  @Allow('services:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, act, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const fields = moreFields(body);
    return submitForm(
      RecordServiceFormDto,
      readPostedFields(body),
      mawa.language,
      async ({ caseNumber, also = [], ...facts }) => {
        const people = await this.peopleOf(actor, [caseNumber, ...also], ['caseNumber', ...fields]);
        const [{ caseId }] = people as [Recipient & KnownCase];
        const written =
          people.length > 1
            ? await this.desk.writeForSeveral(actor, people, facts, requestId)
            : await this.desk.write(actor, { ...facts, caseId }, requestId);
        const { byCase } = await this.names.of(
          actor,
          people.map((one) => one.caseId),
        );
        const name = people.length === 1 && byCase[caseId];
        const numbers = people.map(({ caseNumber: number }) => number);
        const forWhom = name ? [`${name} (${numbers[0]})`] : numbers;
        const flash = flashOf(
          written,
          joinWords(forWhom, mawa.language),
          await this.choices.typeName(actor, mawa.language, facts.typeCode),
        );
        if (act === 'same') return redirect(sameAgain(facts), flash);
        return redirect(nextOf(kindOf(written), people, act === 'another'), flash);
      },
      (form) =>
        this.form(actor, mawa.language, {
          ...form,
          values: { ...form.values, ...asWritten(withChosen(body)) },
        }),
    );
  }

  /** In the order of the form; one that is not clear is asked about at its own field. */
  private async peopleOf(
    actor: Actor,
    typed: readonly string[],
    fields: readonly string[],
  ): Promise<(Recipient & KnownCase)[]> {
    const people: (Recipient & KnownCase)[] = [];
    const unclear: DomainError[] = [];
    for (const [place, text] of typed.entries()) {
      const field = fields[place] ?? 'caseNumber';
      try {
        const found = await this.choices.caseOf(actor, text, field);
        people.push({ ...found, caseId: found.id, field });
      } catch (error) {
        if (!(error instanceof DomainError) || error.field !== field) throw error;
        unclear.push(error);
      }
    }
    if (unclear.length > 0) throw new FieldErrors(unclear);
    return people;
  }

  private async form(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const more = MORE_FIELDS.filter((name) => form.values[name] || form.errors[name]);
    return page('services/new', {
      title: translate(language, 'services:new.title'),
      ...(await this.choices.forForm(actor, language)),
      requestId: randomUUID(),
      later: ['at', 'repeat.everyDays', 'repeat.times'].some((name) => form.values[name]),
      picks: await this.choices.picks(actor, language, form, ['caseNumber', ...MORE_FIELDS]),
      moreFields: MORE_FIELDS.map((name, place) => ({ name, n: place + 2 })),
      moreOpen: more.length > 0,
      form,
    });
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const MORE_FIELDS = Array.from({ length: MORE_PEOPLE }, (_, place) => `also.${place}`);

/** The fields for more people that are filled in, in the order in which their values become a list. */
const moreFields = (body: PostedFields): string[] =>
  MORE_FIELDS.filter((name) => {
    const value = withChosen(body)[name];
    return value !== undefined && value !== '';
  });

/** The form for somebody else: the same service on the same day; neither the person, nor a cost, nor a note. */
function sameAgain(facts: Pick<NewServiceOrAppointment, (typeof KEPT)[number]>): string {
  const query = new URLSearchParams();
  for (const name of KEPT) {
    const value = facts[name];
    if (value !== undefined) query.set(name, value);
  }
  return `/services/new?${query.toString()}`;
}
const KEPT = ['typeCode', 'givenOn', 'quantity', 'providerId'] as const;

/** Values preset by the address of the form; they are validated on submission. */
function keptService(asked: Record<string, unknown>): Record<string, string> {
  const given = KEPT.flatMap((name) => {
    const value = textOf(asked[name])?.slice(0, 60);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

const kindOf = (written: WriteResult) => (typeof written === 'string' ? written : written.kind);

function nextOf(
  kind: RecordedOrPlanned['kind'],
  people: readonly Recipient[],
  another: boolean,
): string {
  const of = people.length > 1 ? '' : `?case=${people[0]!.caseId}`;
  if (another) return `/services/new${of}`;
  return kind === 'given' ? `/services${of}` : `/services/planned${of}`;
}

type WriteResult = RecordedOrPlanned | RecordedOrPlanned['kind'];

/** Message that names the service and the people: case numbers, with names only if the session shows them. */
function flashOf(written: WriteResult, forWhom: string, what: string): Flash {
  const params = { number: forWhom, what };
  if (kindOf(written) === 'planned') {
    const isSeries = typeof written !== 'string' && written.kind === 'planned' && written.seriesId;
    return {
      kind: 'success',
      key: `appointments:done.${isSeries ? 'series_for' : 'planned_for'}`,
      params,
    };
  }
  const charge = typeof written !== 'string' && written.kind === 'given' ? written.charge : null;
  const state = charge?.state ?? 'free';
  return {
    kind: state === 'waiting' ? 'info' : 'success',
    key: `services:recorded_for.${state}`,
    params,
  };
}
