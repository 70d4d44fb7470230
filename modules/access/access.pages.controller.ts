import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import {
  nextOf,
  page,
  redirect,
  withNext,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { shellFactsOf } from '../platform/web/request';
import { CLEARED, SessionCookies } from './session-cookies.service';
import { Public } from './decorators';
import { CodeForm, SignInDto } from './dto/sign-in.dto';
import { FormDrafts } from './form-drafts/form-drafts.service';
import { IdentityProviders } from './identity-providers/identity-providers.service';
import { PasskeyDto } from './passkeys/passkey.dto';
import { optionsText } from './passkeys/passkey-options.view';
import { Passkeys } from './passkeys/passkeys.service';
import { Sessions } from './sessions.service';
import { SignIn } from './sign-in.service';
import { Users } from './users.service';

@ApiExcludeController()
@Controller()
export class AccessPagesController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
    private readonly users: Users,
    private readonly drafts: FormDrafts,
    private readonly providers: IdentityProviders,
    private readonly passkeys: Passkeys,
  ) {}

  @Public()
  @Get('sign-in')
  async form(@Req() { mawa, query }: FastifyRequest): Promise<PageView | PageRedirect> {
    const next = nextOf(query as { next?: string });
    if (mawa.actor) return redirect(next ?? '/');
    return this.signInPage(mawa.language, newForm(), next);
  }

  @Public()
  @Post('sign-in')
  start(
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | PageRedirect> {
    const next = nextOf(body);
    const fields = { email: body.email, password: body.password };
    return submitForm(
      SignInDto,
      fields,
      shellFactsOf(request).language,
      async ({ email, password }) => {
        const browser = this.cookies.browserOf(request);
        const answer = await this.signIn.begin({ email, password }, browser);
        if ('pending' in answer) {
          this.cookies.waitForCode(reply, answer);
          return redirect(withNext('/sign-in/code', next));
        }
        this.cookies.start(request, reply, answer);
        return redirect(next ?? '/');
      },
      (form) => this.signInPage(shellFactsOf(request).language, form, next),
    );
  }

  /** After the password: the second factor. */
  @Public()
  @Get('sign-in/code')
  async codeForm(@Req() request: FastifyRequest): Promise<PageView | PageRedirect> {
    const next = nextOf(request.query as { next?: string });
    const pending = this.cookies.pendingOf(request);
    if (!pending || !(await this.signIn.waiting(pending))) return startAgain(next);
    return this.codePage(pending, newForm(), next);
  }

  @Public()
  @Post('sign-in/code')
  async showCode(
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | PageRedirect> {
    const next = nextOf(body);
    const pending = this.cookies.pendingOf(request);
    if (!pending || !(await this.signIn.waiting(pending))) return startAgain(next);
    return submitForm(
      CodeForm,
      { otp: body.otp },
      shellFactsOf(request).language,
      async ({ otp }) => {
        const browser = this.cookies.browserOf(request);
        const session = await this.signIn.showCode(pending, otp, browser);
        this.cookies.start(request, reply, session);
        return redirect(next ?? '/');
      },
      (form) => this.codePage(pending, form, next),
    );
  }

  /** In place of the code or, where no sign-in waits for one, of password and code. */
  @Public()
  @Post('sign-in/passkey')
  async showPasskey(
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView | PageRedirect> {
    const next = nextOf(body);
    const { language } = shellFactsOf(request);
    const pending = this.cookies.pendingOf(request);
    const waits = pending && (await this.signIn.waiting(pending)) ? pending : undefined;
    return submitForm(
      PasskeyDto,
      { passkey: body.passkey },
      language,
      async ({ passkey }) => {
        const browser = this.cookies.browserOf(request);
        const session = await this.signIn.showPasskey(passkey, browser, waits);
        this.cookies.start(request, reply, session);
        return redirect(next ?? '/');
      },
      (form) => (waits ? this.codePage(waits, form, next) : this.signInPage(language, form, next)),
    );
  }

  @Public()
  @Post('sign-out')
  async end(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageRedirect> {
    const token = this.cookies.tokenOf(request);
    const providerId = token ? await this.sessions.providerOf(token) : null;
    await this.leave(request, reply);
    void reply.header('clear-site-data', CLEARED);
    return redirect(providerId ? `/sign-out/providers/${providerId}` : '/sign-in');
  }

  /** Signs out and leads to a neutral page; without scripts as well, and whatever the form's age. */
  @Public()
  @Post('quick-exit')
  async quickExit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.leave(request, reply);
    void reply.header('clear-site-data', CLEARED);
    const { background } = (request.body ?? {}) as { background?: string };
    if (background) void reply.code(204).send();
    else void reply.redirect(request.mawa.neutralAddress!, 303);
  }

  @Public()
  @Post('language')
  async language(
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageRedirect> {
    const language = body.language as Language;
    if (LANGUAGES.includes(language)) {
      this.cookies.language(reply, language);
      if (request.mawa.actor) await this.users.chooseLanguage(request.mawa.actor, language);
    }
    return redirect(nextOf({ next: body.back }) ?? '/');
  }

  private async codePage(pending: string, form: FormState, next: string | null) {
    const waiting = await this.signIn.waiting(pending);
    const options = optionsText(await this.passkeys.optionsFor(pending));
    return page('access/sign-in-code', { form, next, options, shownCode: null, ...waiting });
  }

  private async signInPage(language: Language, form: FormState, next: string | null) {
    const providers = await this.providers.inForce();
    return page('access/sign-in', {
      form,
      providers: providers.map(({ id, name }) => ({
        name: name[language],
        address: withNext(`/sign-in/providers/${id}`, next),
      })),
      options: optionsText(await this.passkeys.optionsToSignIn()),
      next,
    });
  }

  private async leave(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = this.cookies.tokenOf(request);
    if (token) await this.sessions.end(token);
    await this.drafts.forget(request);
    this.cookies.end(reply);
  }
}

const startAgain = (next: string | null): PageRedirect =>
  redirect(withNext('/sign-in', next), { kind: 'warning', key: 'access:errors.sign_in_over' });
