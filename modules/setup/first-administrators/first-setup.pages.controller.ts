import { Body, Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { LANGUAGES } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { directionOf, translate } from '../../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { FirstSetupDto, NIGHT_HOURS, PROGRAMME_CURRENCIES, TIME_ZONES } from './first-setup.dto';
import { FirstSetup } from './first-setup.service';

const choicesOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** Where the address leads that an empty installation prints at its start. */
@ApiExcludeController()
@Controller('setup')
export class FirstSetupPagesController {
  constructor(
    private readonly setup: FirstSetup,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Public()
  @Get()
  form(
    @Query('token') token: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const values = {
      'administrators.0.language': language,
      'administrators.1.language': language,
      'programme.language': language,
      'programme.timeZone': TIME_ZONES[0],
      'programme.nightStartsAt': NIGHT_HOURS[0],
      'programme.currency': PROGRAMME_CURRENCIES[0],
    };
    return this.show(token, request, newForm(values));
  }

  /** Answers with both links: they are shown this once, and kept nowhere. */
  @Public()
  @Post()
  make(
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { language, publicUrl } = request.mawa;
    return submitForm(
      FirstSetupDto,
      body,
      language,
      async ({ token, administrators, programme }) => {
        const made = await this.setup.make(token, administrators, programme);
        return page('setup/made', {
          title: translate(language, 'setup:first.made_title'),
          people: made.map(({ path, ...person }, place) => ({
            ...person,
            path,
            place,
            address: new URL(path, publicUrl).href,
          })),
        });
      },
      (form) => this.show(body.token, request, form),
    );
  }

  private async show(
    token: string | undefined,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    await this.setup.look(token);
    return page('setup/first', {
      title: translate(language, 'setup:first.title'),
      token,
      // Where the programme of before is put: known only to whoever holds the token.
      keyFile: this.env.keyFile,
      embedded: this.env.DATABASE_URL === undefined,
      form,
      languages: LANGUAGES.map((value) => ({
        value,
        label: translate(language, `common:language.${value}`),
      })),
      names: LANGUAGES.map((code) => ({
        name: `programme.name.${code}`,
        label: translate(language, `setup:first.programme_name.${code}`),
        dir: directionOf(code),
      })),
      timeZones: choicesOf(TIME_ZONES),
      nightHours: choicesOf(NIGHT_HOURS),
      currencies: choicesOf(PROGRAMME_CURRENCIES),
      places: [0, 1].map((place) => ({
        legend: translate(language, `setup:first.person_${place}`),
        name: `administrators.${place}.name`,
        email: `administrators.${place}.email`,
        language: `administrators.${place}.language`,
      })),
    });
  }
}
