import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { sameTwice } from '../accounts/own-account.pages.controller';
import { Public } from '../decorators';
import { SetPasswordDto, SetPasswordForm } from '../dto/password.dto';
import { IdentityProviders } from '../identity-providers/identity-providers.service';
import { PasswordLinks } from './password-links.service';

/**
 * Pages behind a one-time password link. Loading the page does not consume the link, since programs preview addresses.
 */
@ApiExcludeController()
@Controller('password')
export class PasswordLinksPagesController {
  constructor(
    private readonly links: PasswordLinks,
    private readonly providers: IdentityProviders,
  ) {}

  @Public()
  @Get(':token')
  look(@Param('token') token: string, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(token, request, newForm());
  }

  @Public()
  @Post(':token')
  use(
    @Param('token') token: string,
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      SetPasswordForm,
      body,
      request.mawa.language,
      async ({ newPassword, repeatedPassword }) => {
        sameTwice(newPassword, repeatedPassword);
        await this.links.use(token, newPassword);
        return redirect('/sign-in', { kind: 'success', key: 'accounts:choose.done' });
      },
      (form) => this.show(token, request, form),
    );
  }

  private async show(token: string, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const { email } = await this.links.look(token);
    const title = translate(mawa.language, 'accounts:choose.title');
    const providers = await this.providers.inForce();
    return page('access/choose-password', {
      title,
      email,
      action: `/password/${token}`,
      providers: providers.map(({ id, name }) => ({
        name: name[mawa.language],
        action: `/password/${token}/providers/${id}`,
      })),
      form,
    });
  }
}

@ApiTags('session')
@Controller('api/v1/password')
export class PasswordLinksApiController {
  constructor(private readonly links: PasswordLinks) {}

  /** Set a password with the secret of a password link. */
  @Public()
  @Post()
  @HttpCode(204)
  use(@Body() { token, newPassword }: SetPasswordDto): Promise<void> {
    return this.links.use(token, newPassword);
  }
}
