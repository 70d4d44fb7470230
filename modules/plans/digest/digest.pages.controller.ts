import { Body, Controller, Get, Post, Put, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../../platform/shared/actor';
import { CALENDAR_NAMES } from '../../platform/web/calendar-names';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Allow, CurrentActor } from '../../access';
import { DigestChoices } from './digest-choices.service';
import { ChooseDigestDto } from './digest.dto';
import { type DigestChoice, minuteOf, timeOf } from './digest.rules';

const asChoice = ({ at, quietFrom, quietUntil, ...rest }: ChooseDigestDto): DigestChoice => ({
  ...rest,
  weekdays: [...new Set(rest.weekdays)].sort(),
  at: minuteOf(at)!,
  quietFrom: minuteOf(quietFrom)!,
  quietUntil: minuteOf(quietUntil)!,
});
const asTimes = ({ at, quietFrom, quietUntil, ...rest }: DigestChoice) => ({
  ...rest,
  at: timeOf(at),
  quietFrom: timeOf(quietFrom),
  quietUntil: timeOf(quietUntil),
});

@ApiTags('tasks')
@Controller('api/v1/account/digest')
export class DigestApiController {
  constructor(private readonly choices: DigestChoices) {}

  /**
   * Show when you receive the daily digest.
   * Times as "08:00", in the programme's time.
   */
  @Allow('tasks:read')
  @Get()
  async show(@CurrentActor() actor: Actor) {
    return asTimes(await this.choices.of(actor));
  }

  /** Choose when you receive the daily digest. */
  @Allow('tasks:read')
  @Put()
  async choose(@CurrentActor() actor: Actor, @Body() body: ChooseDigestDto) {
    return asTimes(await this.choices.choose(actor, asChoice(body)));
  }
}

@ApiExcludeController()
@Controller('tasks/digest')
export class DigestPagesController {
  constructor(private readonly choices: DigestChoices) {}

  @Allow('tasks:read')
  @Get()
  async show(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const { wanted, weekdays, ...times } = asTimes(await this.choices.of(actor));
    const values = { ...times, wanted: wanted ? 'yes' : '', weekdays: weekdays.map(String) };
    return this.form(mawa.language, newForm(values));
  }

  @Allow('tasks:read')
  @Post()
  choose(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChooseDigestDto,
      body,
      mawa.language,
      async (dto) => {
        await this.choices.choose(actor, asChoice(dto));
        return redirect('/tasks', { kind: 'success', key: 'digest:chosen' });
      },
      (form) => Promise.resolve(this.form(mawa.language, form)),
    );
  }

  private form(language: Language, form: FormState): PageView {
    const names = CALENDAR_NAMES[language].days;
    return page('plans/digest', {
      title: translate(language, 'digest:title'),
      wanteds: [{ value: 'yes', label: translate(language, 'digest:wanted') }],
      days: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: names[day % 7]! })),
      form,
    });
  }
}
