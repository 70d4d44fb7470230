import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access';
import { LANGUAGES } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { FirstAdministratorsDto } from './first-setup.dto';
import { FirstSetup } from './first-setup.service';

/** Where the address leads that an empty installation prints at its start. */
@ApiExcludeController()
@Controller('setup')
export class FirstSetupPagesController {
  constructor(private readonly setup: FirstSetup) {}

  @Public()
  @Get()
  form(
    @Query('token') token: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const values = { 'administrators.0.language': language, 'administrators.1.language': language };
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
      FirstAdministratorsDto,
      body,
      language,
      async ({ token, administrators }) => {
        const made = await this.setup.make(token, administrators);
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
      form,
      languages: LANGUAGES.map((value) => ({
        value,
        label: translate(language, `common:language.${value}`),
      })),
      places: [0, 1].map((place) => ({
        legend: translate(language, `setup:first.person_${place}`),
        name: `administrators.${place}.name`,
        email: `administrators.${place}.email`,
        language: `administrators.${place}.language`,
      })),
    });
  }
}
