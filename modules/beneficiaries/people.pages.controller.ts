import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { ListBars } from '../views';
import type { Actor } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../platform/web/page-response';
import { PeopleListDto } from './dto/list-people.dto';
import { personTyped, RegisterPeopleForm } from './dto/person-form.dto';
import { ListPeople } from './list-people.service';
import { ListedNames } from './listed-names/listed-names.service';
import { PEOPLE_LIST, peopleFilters, peopleTable } from './people-list.view';
import { RegisterPeople } from './register-people.service';
import {
  countOf,
  redirectToCase,
  registrationModel,
  splitPosted,
  withoutPerson,
} from './registration.form';

@ApiExcludeController()
@Controller('people')
export class PeoplePagesController {
  constructor(
    private readonly registering: RegisterPeople,
    private readonly lists: ListPeople,
    private readonly names: ListedNames,
    private readonly bars: ListBars,
    private readonly clock: Clock,
  ) {}

  @Allow('people:list')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: PeopleListDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { language, programme } = mawa;
    // `names` in old addresses is ignored: the session decides whether names are shown.
    const { after, names: _names, columns, ...filter } = query;
    const { people, total, next } = await this.lists.run(actor, filter, { after });
    const names = await this.names.of(
      actor,
      people.map(({ id }) => id),
    );
    const bar = await this.bars.of(actor, language, PEOPLE_LIST, { ...filter, columns });
    const table = { bar, language, offsetMinutes: programme.offsetMinutes ?? 0, names };
    return page('people/list', {
      title: translate(language, 'people:list.title'),
      bar: bar.model,
      ...peopleTable(people, table),
      total,
      filter: bar.filters,
      ...peopleFilters(language, this.clock.now().getUTCFullYear(), query.nationality),
      duplicatesPath: may(actor, 'duplicates:review') ? '/duplicates' : null,
      names,
      firstPath: after ? bar.address() : null,
      nextPath: next ? bar.address({ after: next }) : null,
      newPath: may(actor, 'people:register') ? '/people/new' : null,
    });
  }

  @Allow('people:register')
  @Get('new')
  form(@Req() { mawa }: FastifyRequest): PageView {
    return page('people/new', registrationModel(mawa.language, newForm(), 1, randomUUID()));
  }

  /** Three buttons: register, add somebody, remove somebody; the last two only show the form again. */
  @Allow('people:register')
  @Post()
  async register(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { fields, act, requestId } = splitPosted(body);
    const again = (form: FormState, people: number, hasAdded = false) =>
      page('people/new', registrationModel(mawa.language, form, people, requestId, hasAdded));
    if (act !== '') {
      const removed = /^remove-(\d{1,2})$/.exec(act)?.[1];
      const kept = removed ? withoutPerson(fields, Number(removed)) : fields;
      const values = kept as FormState['values'];
      const hasAdded = act === 'add';
      return again(newForm(values), countOf(kept) + (hasAdded ? 1 : 0), hasAdded);
    }
    return submitForm(
      RegisterPeopleForm,
      fields,
      mawa.language,
      async ({ people }) =>
        redirectToCase(await this.registering.run(actor, people.map(personTyped), requestId)),
      (form) => Promise.resolve(again(form, countOf(fields))),
    );
  }
}
