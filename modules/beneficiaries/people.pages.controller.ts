import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { list } from '../reference-lists';
import type { Actor } from '../../src/shared/actor';
import { Clock } from '../../src/shared/clock';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { stageChoices, yearsUntil } from './case-file.view';
import { ListPeopleDto } from './dto/list-people.dto';
import { personTyped, RegisterPeopleForm } from './dto/person-form.dto';
import { ListPeople } from './list-people.service';
import { listed } from './person-words';
import type { Registered } from './people.service';
import { RegisterPeople } from './register-people.service';
import { countOf, registrationModel, splitPosted, withoutPerson } from './registration-form';

@ApiExcludeController()
@Controller('people')
export class PeoplePagesController {
  constructor(
    private readonly registering: RegisterPeople,
    private readonly lists: ListPeople,
    private readonly clock: Clock,
  ) {}

  @Allow('people:list')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: ListPeopleDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { stage, sex, year, after, names } = query;
    const filter = { stage: stage || undefined, sex: sex || undefined, year: year || undefined };
    const showsNames = names === 'true';
    const result = await this.lists.run(actor, filter, { after, names: showsNames });
    const address = (more: Record<string, string | undefined>): string => {
      const kept = { ...filter, year: filter.year ? String(filter.year) : undefined, ...more };
      const pairs = Object.entries(kept).filter((pair): pair is [string, string] => !!pair[1]);
      return pairs.length > 0 ? `/people?${new URLSearchParams(pairs)}` : '/people';
    };
    return page('people/list', {
      title: translate(mawa.language, 'people:list.title'),
      people: result.people.map((person) => listed(person, mawa.language)),
      total: result.total,
      filter: { stage: stage ?? '', sex: sex ?? '', year: year ?? '' },
      stages: stageChoices(mawa.language),
      sexes: list('sexes').items.map(({ code, labels }) => ({
        value: code,
        label: labels[mawa.language],
      })),
      years: yearsUntil(this.clock.now().getUTCFullYear()),
      showsNames,
      namesPath: address({ after, names: showsNames ? undefined : 'true' }),
      firstPath: after ? address({ names: showsNames ? 'true' : undefined }) : null,
      nextPath: result.next
        ? address({ after: result.next, names: showsNames ? 'true' : undefined })
        : null,
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
    const again = (form: FormState, people: number) =>
      page('people/new', registrationModel(mawa.language, form, people, requestId));
    if (act !== '') {
      const removed = /^remove-(\d{1,2})$/.exec(act)?.[1];
      const kept = removed ? withoutPerson(fields, Number(removed)) : fields;
      const values = kept as FormState['values'];
      return again(newForm(values), countOf(kept) + (act === 'add' ? 1 : 0));
    }
    return submitForm(
      RegisterPeopleForm,
      fields,
      mawa.language,
      async ({ people }) =>
        leadTo(await this.registering.run(actor, people.map(personTyped), requestId)),
      (form) => Promise.resolve(again(form, countOf(fields))),
    );
  }
}

function leadTo({ cases, possibleDuplicate }: Registered): PageRedirect {
  const [first] = cases;
  const path = `/people/${first!.id}`;
  if (possibleDuplicate) {
    return redirect(path, { kind: 'warning', key: 'people:file.possible_duplicate' });
  }
  return cases.length === 1
    ? redirect(path, {
        kind: 'success',
        key: 'people:file.registered',
        params: { number: first!.caseNumber },
      })
    : redirect(path, {
        kind: 'success',
        key: 'people:file.registered_family',
        params: { count: cases.length },
      });
}
