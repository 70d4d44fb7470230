import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { sameTwice } from '../accounts/own-account.pages.controller';
import { Public } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { RequestPasswordResetDto, ResetPasswordForm } from './password-resets.dto';
import { PasswordResets } from './password-resets.service';

type Fields = Record<string, string>;
type Answer = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@Controller('reset-password')
export class PasswordResetsPagesController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly cookies: SessionCookies,
  ) {}

  @Public()
  @Get()
  form(@Req() request: FastifyRequest): PageView {
    return this.requestPage(request, newForm());
  }

  @Public()
  @Post()
  request(@Body() { email }: Fields, @Req() request: FastifyRequest): Answer {
    return submitForm(
      RequestPasswordResetDto,
      { email },
      request.mawa.language,
      async (wanted) => {
        const { address } = this.cookies.browserOf(request);
        if (this.resets.isPossible)
          await this.resets.request(wanted.email, address, request.mawa.publicUrl!);
        return redirect('/sign-in', { kind: 'info', key: 'access:reset.sent' });
      },
      async (form) => this.requestPage(request, form),
    );
  }

  @Public()
  @Get(':token')
  look(@Param('token') token: string, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(token, request, newForm());
  }

  @Public()
  @Post(':token')
  use(@Param('token') token: string, @Body() body: Fields, @Req() request: FastifyRequest): Answer {
    const { newPassword, repeatedPassword, otp } = body;
    return submitForm(
      ResetPasswordForm,
      { newPassword, repeatedPassword, otp },
      request.mawa.language,
      async (typed) => {
        sameTwice(typed.newPassword, typed.repeatedPassword);
        const { address } = this.cookies.browserOf(request);
        await this.resets.use(token, typed.newPassword, typed.otp ?? null, address);
        return redirect('/sign-in', { kind: 'success', key: 'accounts:choose.done' });
      },
      (form) => this.show(token, request, form),
    );
  }

  private requestPage({ mawa }: FastifyRequest, form: FormState): PageView {
    const title = translate(mawa.language, 'access:reset.title');
    return page('access/request-password-reset', {
      title,
      isPossible: this.resets.isPossible,
      form,
    });
  }

  private async show(token: string, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    return page('access/choose-password', {
      title: translate(mawa.language, 'accounts:choose.title'),
      action: `/reset-password/${token}`,
      form,
      ...(await this.resets.look(token)),
    });
  }
}
